"""Where static files are kept in production: hashed names, compressed copies."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed, without looking for source maps.

    Vendored files are kept as they were released, and some of them name a
    source map in their last line that is not shipped with the portal.
    """

    patterns = tuple(
        (
            glob,
            tuple(rule for rule in rules if not (isinstance(rule, tuple) and "sourceMappingURL" in rule[0])),
        )
        for glob, rules in CompressedManifestStaticFilesStorage.patterns
    )

from django.urls import path

from meetings.views import convocations, notes, reading, versions, writing

app_name = "meetings"
urlpatterns = [
    path("work/notes/", notes.office, name="office"),
    path("work/notes/new/", notes.new, name="new"),
    path("work/notes/read/", reading.read, name="read"),
    path("work/notes/deleted/", versions.deleted, name="deleted"),
    path("work/notes/<int:pk>/", notes.edit, name="edit"),
    path("work/notes/<int:pk>/autosave/", writing.autosave, name="autosave"),
    path("work/notes/<int:pk>/presence/", writing.presence, name="presence"),
    path("work/notes/<int:pk>/forget/", writing.forget_typed, name="forget_typed"),
    path("work/notes/<int:pk>/versions/", versions.versions, name="versions"),
    path("work/notes/<int:pk>/versions/compare/", versions.compare, name="compare"),
    path("work/notes/<int:pk>/versions/<int:number>/restore/", versions.restore, name="restore"),
    path("work/notes/<int:pk>/delete/", versions.delete, name="delete"),
    path("work/notes/<int:pk>/back/", versions.bring_back, name="bring_back"),
    path("work/notes/<int:pk>/preview/", notes.preview, name="preview"),
    path("work/notes/<int:pk>/note.<paper:format>", notes.file, name="file"),
    path("work/notes/<int:pk>/meeting/", convocations.convocation, name="convocation"),
    path("work/notes/<int:pk>/publish/", notes.publish, name="publish"),
]

"""Papers that leave the portal: one shape, and the PDF and the Word file that are made of it. It knows no model."""

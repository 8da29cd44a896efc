from django.urls import path

from meetings.views import convocations, notes, reading

app_name = "meetings"
urlpatterns = [
    path("work/notes/", notes.office, name="office"),
    path("work/notes/new/", notes.new, name="new"),
    path("work/notes/read/", reading.read, name="read"),
    path("work/notes/<int:pk>/", notes.edit, name="edit"),
    path("work/notes/<int:pk>/preview/", notes.preview, name="preview"),
    path("work/notes/<int:pk>/note.<paper:format>", notes.file, name="file"),
    path("work/notes/<int:pk>/meeting/", convocations.convocation, name="convocation"),
    path("work/notes/<int:pk>/publish/", notes.publish, name="publish"),
]

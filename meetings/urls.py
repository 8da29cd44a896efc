from django.urls import path

from meetings.views import convocations, notes, positions, reading, sharing, starting, tasks, versions, writing

app_name = "meetings"
urlpatterns = [
    path("work/notes/", notes.office, name="office"),
    path("work/notes/new/", starting.new, name="new"),
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
    path("work/notes/<int:pk>/check/", sharing.check, name="check"),
    path("work/notes/<int:pk>/contact/", sharing.decide_contact, name="contact"),
    path("work/notes/<int:pk>/circulate/", sharing.circulate, name="circulate"),
    path("work/notes/<int:pk>/circulation/", sharing.circulation, name="circulation"),
    path("work/notes/<int:pk>/remarks/<int:position>/", sharing.dispose, name="dispose"),
    path("work/notes/<int:pk>/recall/", sharing.recall, name="recall"),
    path("work/notes/<int:pk>/finish/", sharing.finish, name="finish"),
    path("work/notes/positions/<int:pk>/", positions.position, name="position"),
    path("work/notes/positions/<int:pk>/opinion/", positions.write_opinion, name="opinion"),
    path("work/notes/positions/<int:pk>/opinion/withdraw/", positions.withdraw_opinion, name="opinion_withdraw"),
    path("work/notes/<int:pk>/siblings/", starting.note_siblings, name="siblings"),
    path("work/notes/tasks/", tasks.tasks, name="tasks"),
    path("work/notes/tasks/<int:pk>/", tasks.task, name="task"),
    path("work/notes/tasks/<int:pk>/<int:part>/", tasks.task_part, name="task_part"),
]

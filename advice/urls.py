from django.contrib import admin
from django.urls import path, register_converter

from advice.views import capture, effect, giving, proposing, topics, weighing
from meetings.urls import both_doors


class Number:
    """A running number; longer ones no database can hold."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value):
        return int(value)

    def to_url(self, value):
        return str(value)


register_converter(Number, "number")

app_name = "advice"

urlpatterns = [
    path("themen/", topics.TopicList.as_view(), name="topic-list"),
    path("themen/<slug:slug>/", topics.TopicDetail.as_view(), name="topic-detail"),
    *both_doors("anregungen/", giving.advice_page, "giving"),
    *both_doors("anregungen/geben/", giving.give, "give"),
    *both_doors("themen/", proposing.topic_page, "topics"),
    *both_doors("themen/<slug:slug>/", topics.topic_behind, "topic"),
    *both_doors("thema-vorschlagen/", proposing.propose, "propose-topic"),
    *both_doors("gewichtung/<int:pk>/", weighing.weighing_page, "weighing"),
    *both_doors("gewichtung/<int:pk>/punkte/", weighing.give_points, "points"),
    path("anregungen/", effect.advice_list, name="advice-list"),
    path("anregungen/<number:number>/", effect.advice_detail, name="advice-detail"),
    path(
        "admin/advice/aufnehmen/<int:item>/",
        admin.site.admin_view(capture.capture),
        name="capture",
    ),
    path(
        "admin/advice/zuruecknehmen/<int:item>/",
        admin.site.admin_view(capture.withdraw),
        name="withdraw",
    ),
]

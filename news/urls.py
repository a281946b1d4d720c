from django.urls import path

from news import views

app_name = "news"

urlpatterns = [
    path("aktuelles/", views.ArticleList.as_view(), name="article-list"),
    path("aktuelles/feed/", views.feed, name="feed"),
    path("aktuelles/<slug:slug>/", views.ArticleDetail.as_view(), name="article-detail"),
    path("aktuelles/<slug:slug>/bild/<str:name>", views.article_image, name="article-image"),
]

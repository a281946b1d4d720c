"""News: list, article, picture and feed."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.views.generic import DetailView, ListView

from accounts.policy import public, read_only, unversioned
from news.models import Article
from partners.models import Centre
from partners.models.organisation import names_on
from partners.views import picture


@public
class ArticleList(ListView):
    """News, newest first."""

    paginate_by = 10

    def get_queryset(self):
        return Article.objects.visible_to(self.request.user).newest_first()


@public
class ArticleDetail(DetailView):
    """One piece of news."""

    def get_queryset(self):
        return Article.objects.visible_to(self.request.user).select_related("meeting__board")

    def get_context_data(self, **kwargs):
        meeting = self.object.meeting
        user = self.request.user
        shown = meeting and type(meeting).objects.visible_to(user).filter(pk=meeting.pk).exists()
        return super().get_context_data(
            meeting=meeting if shown else None,
            organisations=self.object.organisations.visible_to(user).annotate(
                **names_on(self.day())
            ),
            topics=self.object.topics.visible_to(user),
            projects=self.object.projects.visible_to(user),
            **kwargs,
        )

    def day(self):
        """The day whose names count: that of the session, else of publication."""
        if self.object.meeting:
            return self.object.meeting.held_on
        published = self.object.published_from
        return timezone.localdate(published) if published else timezone.localdate()


@public
@unversioned
@read_only
def article_image(request, slug, name):
    """The picture of an article the reader may see."""
    article = get_object_or_404(Article.objects.visible_to(request.user), slug=slug)
    return picture(article.image, name)


@public
@read_only
def feed(request):
    """The newest twenty pieces of news as Atom."""
    centre = getattr(request, "centre", None) or Centre.objects.current()
    address = settings.SITE_URL + reverse("news:article-list")
    atom = Atom1Feed(
        title=f"Aktuelles: {centre}",
        link=address,
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + reverse("news:feed"),
        feed_guid=address,
    )
    for article in Article.objects.visible_to(request.user).newest_first()[:20]:
        add_entry(atom, article)
    return HttpResponse(atom.writeString("utf-8"), content_type=Atom1Feed.content_type)


def add_entry(atom, article):
    address = settings.SITE_URL + article.get_absolute_url()
    atom.add_item(
        title=article.title,
        link=address,
        description=article.teaser,
        unique_id=address,
        pubdate=article.published_from,
        updateddate=article.public_changed_at,
    )

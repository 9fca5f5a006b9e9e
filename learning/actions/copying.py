"""Setting copies apart: a copied module or lesson is a thing of its own, with its own key, and questions that are not the first one's."""

import uuid

from django.db import transaction
from wagtail.models import Page

from learning.models import LessonPage, ModulePage


@transaction.atomic
def set_apart(page: Page) -> None:
    """Give `page` and every lesson under it, copied just now, keys and block ids of their own, in what is live and in its latest draft.

    People's answers belong to a block's id: two lessons with the same ids would share them.
    """
    for copied in page.get_descendants(inclusive=True).type(ModulePage, LessonPage).specific():
        draft = copied.get_latest_revision_as_object()
        for version in (copied, draft):
            version.key = copied.key
            version.loaded_digest = ""
            if isinstance(version, LessonPage):
                raw = version.body.get_prep_value()
                for block in raw:
                    block["id"] = str(uuid.uuid5(uuid.UUID(block["id"]), f"copy {copied.pk}"))
                version.body = version._meta.get_field("body").stream_block.to_python(raw)
        copied.full_clean()
        draft.key = copied.key
        copied.save()
        copied.revisions.exclude(pk=copied.latest_revision_id).exclude(pk=copied.live_revision_id).delete()
        revision = draft.save_revision(changed=False, clean=False)
        if copied.live:
            type(copied).objects.filter(pk=copied.pk).update(live_revision=revision)

"""What the CMS keeps about those who write and look after pages."""

from home.seams.privacy import WITH_ACCOUNT, Goes, Kept, OnErasure, keeps, nothing_personal

GROUP = "Writing and looking after pages"
EDITORS = "Editors, workforce leads and administrators"
AS_LONG_AS_PAGE = "As long as the page"
PAGE = (
    "id path depth numchild translation_key locale latest_revision live has_unpublished_changes first_published_at last_published_at live_revision "
    "go_live_at expire_at expired locked title draft_title slug content_type url_path latest_revision_created_at alias_of show_in_menus seo_title "
    "search_description"
)
FILE = "id collection title file created_at file_size file_hash is_public"
DETACHED = OnErasure.DETACHED

keeps(
    Kept(
        "wagtailcore.Page", "Pages you made", GROUP, "owner", {"title": "Title", "first_published_at": "First published"},
        why="To know whom to ask about a page.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE, on_erasure=DETACHED, plain=PAGE,
    ),
    Kept(
        "wagtailcore.Page", "Pages you locked", GROUP, "locked_by", {"title": "Title", "locked_at": "When"},
        why="So that nobody changes what you are working on.", seen_by=EDITORS, how_long="Until it is unlocked", on_erasure=DETACHED,
    ),
    Kept(
        "wagtailcore.Revision", "Versions of pages you wrote", GROUP, "user", {"object_str": "Of", "created_at": "When"},
        why="So that a page can be put back as it was.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE, on_erasure=DETACHED,
        plain="id content_type base_content_type object_id content approved_go_live_at",
    ),
    Kept(
        "wagtailcore.PageLogEntry", "What you did with pages", GROUP, "user", {"label": "Page", "action": "What", "timestamp": "When"},
        why="So that a fault can be traced and mended.", seen_by="Administrators; a page's own history: " + EDITORS.lower(), how_long=AS_LONG_AS_PAGE,
        on_erasure=DETACHED, plain="id content_type data uuid revision content_changed deleted page", words=("label", "data"),
    ),
    Kept(
        "wagtailcore.ModelLogEntry", "What you did on the site that others rely on", GROUP, "user", {"label": "With", "action": "What", "timestamp": "When"},
        why="So that it stays clear who decided what.", seen_by="Administrators", how_long=Goes(3 * 365, "timestamp", "Three years"),
        on_erasure=DETACHED, plain="id content_type data uuid revision content_changed deleted object_id", words=("label", "data"),
    ),
    Kept(
        "wagtailcore.WorkflowState", "Reviews you asked for", GROUP, "requested_by", {"created_at": "Asked", "status": "What came of it"},
        why="Another editor reads a page before it goes live.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE, on_erasure=DETACHED,
        plain="id content_type base_content_type object_id workflow current_task_state",
    ),
    Kept(
        "wagtailcore.TaskState", "Reviews you gave", GROUP, "finished_by", {"comment": "Your words", "finished_at": "When", "status": "Answer"},
        why="Another editor reads a page before it goes live.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE, on_erasure=DETACHED, clears=("comment",),
        plain="id workflow_state revision task started_at content_type",
    ),
    Kept(
        "wagtailcore.Comment", "Comments on pages", GROUP, "user", {"text": "Your words", "created_at": "When", "page": "Page"},
        why="So that editors can talk about a page on the page.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE,
        plain="id contentpath position updated_at revision_created resolved_at",
    ),
    Kept(
        "wagtailcore.Comment", "Comments you marked as done", GROUP, "resolved_by", {"resolved_at": "When"},
        why="So that the others know.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE, on_erasure=DETACHED,
    ),
    Kept(
        "home.KeptWord", "Marked words you let stand", GROUP, "by", {"page": "Page", "kept_at": "When"},
        why="So that a word which fits its sentence is not marked again.", seen_by="Administrators", how_long=AS_LONG_AS_PAGE, on_erasure=DETACHED,
        plain="id sentence",
    ),
    Kept(
        "wagtailcore.CommentReply", "Replies to comments", GROUP, "user", {"text": "Your words", "created_at": "When"},
        why="So that editors can talk about a page on the page.", seen_by=EDITORS, how_long=AS_LONG_AS_PAGE, plain="id comment updated_at",
    ),
    Kept(
        "wagtailcore.PageSubscription", "Pages whose comments you follow", GROUP, "user", {"page": "Page", "comment_notifications": "Told of comments"},
        why="You asked to be told.", seen_by="You alone", plain="id",
    ),
    Kept(
        "wagtailcore.UploadedFile", "Files halfway through an upload", GROUP, "uploaded_by_user", {"file": "File"},
        why="So that an upload can be finished.", seen_by="You alone", how_long=WITH_ACCOUNT, plain="id for_content_type",
    ),
    Kept(
        "wagtailusers.UserProfile", "How the editing desk looks to you", GROUP, "user",
        {
            "avatar": "Picture", "preferred_language": "Language", "current_time_zone": "Time zone", "theme": "Theme", "contrast": "Contrast",
            "density": "Density", "keyboard_shortcuts": "Keyboard shortcuts", "submitted_notifications": "Told of reviews asked for",
            "approved_notifications": "Told of yeses", "rejected_notifications": "Told of noes", "updated_comments_notifications": "Told of comments",
        },
        why="You chose it.", seen_by=EDITORS, plain="id dismissibles",
    ),
    Kept(
        "wagtailadmin.EditingSession", "That you have a page open for editing", GROUP, "user", {"last_seen_at": "Last seen"},
        why="So that two people do not overwrite each other.", seen_by=EDITORS, how_long=Goes(1, "last_seen_at", "A day"),
        plain="id content_type object_id is_editing",
    ),
    Kept(
        "wagtailadmin.FormState", "A form of the editing desk halfway filled in", GROUP, "user", {"data": "What you typed", "last_updated_at": "When"},
        why="So that nothing you typed is lost.", seen_by="You alone", how_long=Goes(14, "last_updated_at", "Two weeks"),
        plain="id content_type object_id parent_object_id",
    ),
    Kept(
        "home.Picture", "Pictures you uploaded", GROUP, "uploaded_by_user", {"title": "Title", "created_at": "When"},
        why="To know whom to ask about a picture.", seen_by=EDITORS, how_long="As long as the picture", on_erasure=DETACHED,
        plain=f"{FILE} description width height focal_point_x focal_point_y focal_point_width focal_point_height credit",
    ),
    Kept(
        "home.File", "Files you uploaded", GROUP, "uploaded_by_user", {"title": "Title", "created_at": "When"},
        why="To know whom to ask about a file.", seen_by=EDITORS, how_long="As long as the file", on_erasure=DETACHED, plain=FILE,
    ),
    Kept(
        "wagtailimages.Image", "Pictures in Wagtail's own table, which is empty here", GROUP, "uploaded_by_user", {"title": "Title"},
        why="The library has a table of its own beside ours.", seen_by="Nobody", on_erasure=DETACHED,
        plain="id collection file description width height created_at focal_point_x focal_point_y focal_point_width focal_point_height file_size file_hash",
    ),
    Kept(
        "wagtaildocs.Document", "Files in Wagtail's own table, which is empty here", GROUP, "uploaded_by_user", {"title": "Title"},
        why="The library has a table of its own beside ours.", seen_by="Nobody", on_erasure=DETACHED, plain="id collection file created_at file_size file_hash",
    ),
)  # fmt: skip

for model, why in {
    "home.HomePage": "what the front door says",
    "home.PlainPage": "what a page says",
    "home.PictureRendition": "a picture in one size",
    "wagtailimages.Rendition": "a picture in one size",
    "wagtailembeds.Embed": "nothing: no page calls anybody",
    "wagtailredirects.Redirect": "where an old address leads",
    "wagtailsearch.IndexEntry": "the words of pages, services and files; nothing about people is put into the index",
    "wagtailsearch.SQLiteFTSIndexEntry": "the words of pages, services and files",
    "wagtailadmin.Admin": "nothing: a right hangs on it",
    "wagtailcore.Locale": "a language",
    "wagtailcore.Site": "the site's address",
    "wagtailcore.GroupSitePermission": "what a role may do",
    "wagtailcore.CollectionViewRestriction_groups": "which roles may open a collection",
    "wagtailcore.CollectionViewRestriction": "who may open a collection, by role",
    "wagtailcore.Collection": "the name of a collection",
    "wagtailcore.GroupCollectionPermission": "what a role may do",
    "wagtailcore.WorkflowContentType": "how a kind of page is reviewed",
    "wagtailcore.Workflow": "how pages are reviewed",
    "wagtailcore.WorkflowTask": "how pages are reviewed",
    "wagtailcore.Task": "how pages are reviewed",
    "wagtailcore.GroupApprovalTask_groups": "which roles review",
    "wagtailcore.GroupApprovalTask": "which roles review",
    "wagtailcore.GroupPagePermission": "what a role may do",
    "wagtailcore.PageViewRestriction_groups": "which roles may open a page",
    "wagtailcore.PageViewRestriction": "who may open a page, by role",
    "wagtailcore.WorkflowPage": "how a page is reviewed",
    "wagtailcore.ReferenceIndex": "which page uses which picture",
    "taggit.Tag": "a word about pictures",
    "home.AreaTerm": "a term that the word helper marks",
    "taggit.TaggedItem": "which picture has which word",
}.items():
    nothing_personal(model, why)

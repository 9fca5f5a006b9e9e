"""What a lesson's file names beside itself: pictures, documents, sound and film brought into the library, and services found by name."""

from typing import Any

from wagtail.models import Collection

from home.actions.media import MediaProblem, keep_file, keep_picture
from home.models import File, Picture, Service
from learning.curriculum.folder import ModuleFolder
from learning.curriculum.pages import ContentProblem

COLLECTION = "Curriculum"


def settled(content: dict, folder: ModuleFolder, part: str) -> dict:
    """`content` with the blocks of `part` as this site keeps them: names of files and services become what they name here.

    Pictures and downloads of a module that ships stay names, since they are served from beside the lesson; an import's come into
    the library. Raises `ContentProblem` where a service is not here or a file may not be kept.
    """
    return {**content, part: [_settled_block(block, content, folder) for block in content[part]]}


def _settled_block(block: dict, content: dict, folder: ModuleFolder) -> dict:
    kind = block["kind"]
    if kind == "service":
        service = Service.objects.filter(slug=block["service"]).first()
        if service is None:
            raise ContentProblem(f"“{content['title']}” names the service “{block['service']}”, which is not here. Make it first, or take the block out.")
        return {**{name: value for name, value in block.items() if name != "service"}, "service_id": service.pk}
    if kind in ("audio", "video") or (kind in ("image", "download") and not folder.ships):
        try:
            link = {"image": "picture"}.get(kind, "document")
            kept = _kept(block["file"], kind, folder)
        except MediaProblem as problem:
            raise ContentProblem(f"{folder.path.name}/{block['file']}: {problem}") from problem
        return {**{name: value for name, value in block.items() if name != "file"}, link: kept}
    return block


def _kept(name: str, kind: str, folder: ModuleFolder) -> Any:
    title = f"{folder.module['id']}: {name}"
    model, keep = (Picture, keep_picture) if kind == "image" else (File, keep_file)
    content = folder.files[name].read_bytes()
    collection = Collection.objects.filter(name=COLLECTION).first() or Collection.get_first_root_node()
    there = model.objects.filter(title=title, collection=collection).order_by("-pk").first()
    return keep(title=title, name=name, content=content, collection=collection, instead_of=there).pk

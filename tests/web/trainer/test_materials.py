"""Files of a lesson plan on the training desk, and on the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.cast import Cast
from tests.curriculum.lessons import a_draft, a_material, in_use
from tests.files import samples

from muster.curriculum.models import LessonPlan, Material
from muster.files.models import StoredFile
from muster.files.store import path_of
from muster.ledger.models import Entry
from muster.web.files import FORM_BYTES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def plan(cast: Cast) -> LessonPlan:
    return a_draft(cast)


@pytest.fixture
def tara(cast: Cast, client: Client) -> Client:
    client.force_login(cast.user["tara"])
    return client


def hand_in(client: Client, plan: LessonPlan, name: str, content: bytes, **more: Any) -> Any:
    values = {"title": "Slides", "rights": "own", "release_class": "agency"} | more
    upload = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(reverse("trainer:add_material", args=[plan.pk]), values | {"file": upload})


def content_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_file_is_handed_in_and_sent_as_a_download(plan: LessonPlan, tara: Client) -> None:
    assert hand_in(tara, plan, "slides.pdf", samples.pdf("Hold")).status_code == 302
    material = plan.materials.get()
    answer = tara.get(reverse("trainer:download_material", args=[material.pk]))
    assert content_of(answer) == samples.pdf("Hold")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="slides.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("slides.pdf", samples.WINDOWS_PROGRAM, "a Windows program"),
        ("slides.pdf", samples.HTML, "a web page (HTML)"),
        ("picture.png", samples.SVG, "a drawing in SVG"),
        ("slides.pdf", b"", "empty"),
    ],
)
def test_liar_is_a_sentence_beside_the_field(
    plan: LessonPlan, tara: Client, name: str, content: bytes, said: str
) -> None:
    answer = hand_in(tara, plan, name, content)
    assert said in answer.content.decode()
    assert "file" in answer.context["form"].errors
    assert not StoredFile.objects.exists()


def test_liar_of_another_good_kind_is_sent_as_what_it_is(plan: LessonPlan, tara: Client) -> None:
    hand_in(tara, plan, "slides.pdf", samples.PNG)
    answer = tara.get(reverse("trainer:download_material", args=[plan.materials.get().pk]))
    assert answer.headers["Content-Type"] == "image/png"
    assert 'filename="slides.pdf.png"' in answer.headers["Content-Disposition"]
    assert content_of(answer) == samples.PNG


@pytest.mark.parametrize(
    "name", ["../../../etc/cron.d/x.txt", "..\\..\\x.txt", "<b>x</b>.txt", "x\r\nA: b.txt"]
)
def test_tricks_in_a_name_are_harmless(plan: LessonPlan, tara: Client, folder: Path, name: str) -> None:
    hand_in(tara, plan, name, b"words")
    material = plan.materials.get()
    assert not set(material.name) & set('/\\<>\r\n"')
    assert path_of(material.file_id).is_relative_to(folder)
    answer = tara.get(reverse("trainer:download_material", args=[material.pk]))
    assert content_of(answer) == b"words"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_name_is_text_on_the_page(plan: LessonPlan, tara: Client) -> None:
    hand_in(tara, plan, "x.txt", b"words", title="<script>alert(1)</script>")
    text = tara.get(reverse("trainer:plan", args=[plan.pk])).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_upload_over_the_limit_is_a_page_that_says_so(plan: LessonPlan, tara: Client, settings: Any) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = hand_in(tara, plan, "big.txt", b"x" * (settings.UPLOAD_LIMIT + FORM_BYTES + 1))
    assert answer.status_code == 413
    assert "up to 1 MB" in answer.content.decode()
    assert not Material.objects.exists()


def test_200_megabytes_are_read_past_and_kept_nowhere(plan: LessonPlan, tara: Client, folder: Path) -> None:
    class Upload:
        """The body of a request, made as it is read."""

        left = 200 * 1024 * 1024

        def read(self, size: int = -1) -> bytes:
            given = min(size if size > 0 else self.left, self.left)
            self.left -= given
            return b"x" * given

        readline = read

    body = Upload()
    request = {
        "wsgi.input": body,
        "CONTENT_LENGTH": str(body.left),
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
        "REQUEST_METHOD": "POST",
        "PATH_INFO": reverse("trainer:add_material", args=[plan.pk]),
    }
    answer = tara.request(**request)
    assert answer.status_code == 413
    assert "The file is too large" in answer.content.decode()
    assert body.left == 0
    assert not folder.exists()


def test_file_just_over_the_limit_is_a_sentence_in_the_form(
    plan: LessonPlan, tara: Client, settings: Any
) -> None:
    settings.UPLOAD_LIMIT = 1024 * 1024
    answer = hand_in(tara, plan, "big.txt", b"x" * (settings.UPLOAD_LIMIT + 1))
    assert "larger than 1 MB" in answer.content.decode()
    assert answer.status_code == 200


def test_upload_posted_twice_is_one_material(plan: LessonPlan, tara: Client) -> None:
    for _time in range(2):
        assert hand_in(tara, plan, "x.txt", b"words", once="a-token").status_code == 302
    assert plan.materials.count() == 1


def test_file_is_replaced_and_the_older_stays(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    older = a_material(cast, plan)
    url = reverse("trainer:replace_material", args=[older.pk])
    tara.post(url, {"file": SimpleUploadedFile("new.txt", b"Better words")})
    text = tara.get(reverse("trainer:plan", args=[plan.pk])).content.decode()
    assert "version 2" in text
    assert "Files that were replaced" in text
    assert (
        content_of(tara.get(reverse("trainer:download_material", args=[older.pk])))
        == b"Keep your weight low."
    )


def test_file_is_described_with_a_reason(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    material = a_material(cast, plan)
    url = reverse("trainer:describe_material", args=[material.pk])
    tara.post(url, {"rights": "vendor", "release_class": "sealed", "reason": "Bought"})
    material.refresh_from_db()
    assert (material.rights, material.release_class) == ("vendor", "sealed")


def test_file_is_taken_out_after_asking(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    url = reverse("trainer:remove_material", args=[a_material(cast, plan).pk])
    assert "Take “Handout” out?" in tara.get(url).content.decode()
    assert plan.materials.count() == 1
    tara.post(url)
    assert plan.materials.count() == 0


def test_reading_of_a_sealed_file_is_written_down(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    material = a_material(cast, plan, release_class="sealed")
    plain = a_material(cast, plan, text="Other", release_class="agency")
    before = Entry.objects.count()
    content_of(tara.get(reverse("trainer:download_material", args=[plain.pk])))
    assert Entry.objects.count() == before
    content_of(tara.get(reverse("trainer:download_material", args=[material.pk])))
    last = Entry.objects.last()
    assert (last.verb, last.actor, last.subject_id) == (
        "curriculum:material:read",
        cast.user["tara"],
        str(material.pk),
    )


def test_outsiders_have_no_way_to_a_file(cast: Cast, plan: LessonPlan, client: Client) -> None:
    material = a_material(cast, plan, release_class="sealed")
    in_use(cast, plan)
    for name in ("ada", "nora", "stranger"):
        client.force_login(cast.user[name])
        assert client.get(reverse("trainer:download_material", args=[material.pk])).status_code == 404
        assert client.get(f"/{material.file_id}").status_code == 404


def test_file_that_the_store_lost_is_no_traceback(cast: Cast, plan: LessonPlan, tara: Client) -> None:
    material = a_material(cast, plan)
    path_of(material.file_id).unlink()
    assert tara.get(reverse("trainer:download_material", args=[material.pk])).status_code == 404

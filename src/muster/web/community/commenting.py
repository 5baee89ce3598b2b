"""Saying something without an account, and following it by a code.

The code goes to the browser once, in a signed cookie that lives until the next page shows it: neither the server nor an
address keeps it. A form sent twice makes one comment and shows one code, since the code comes of the form's own token:
``post_once`` would send the second post on without it.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from muster.community.actions.comments import send_comment, tell_about
from muster.community.codes import hash_of_code
from muster.community.enums import Language, WithheldReason
from muster.community.forms.comments import AboutForm, CodeForm, CommentForm
from muster.community.models import Comment, Consultation
from muster.community.queries.comments import annotate_look, answers_by_comment
from muster.community.queries.consultations import takes_comments
from muster.web.community.pages import dressed, dressed_answers
from muster.web.community.public import found, is_answered
from muster.web.forms import done_with
from muster.web.once import FIELD, LONGEST_TOKEN, post_once
from muster.web.tables import key_of

_COOKIE: Final = "muster_comment_code"
_COOKIE_SECONDS: Final = 600


@login_not_required
def comment_new(request: HttpRequest, word: str) -> HttpResponse:
    """Take a comment on the whole, or on the passage that ``?passage=`` numbers."""
    shown = found(word)
    passage = shown.passages.filter(number=key_of(request.GET.get("passage", ""))).first()
    spanish = (get_language() or "").startswith("es")
    form = CommentForm(
        request.POST if request.method == "POST" else None,
        initial={"language": Language.SPANISH if spanish else Language.ENGLISH},
    )
    token = request.POST.get(FIELD, "")[:LONGEST_TOKEN]
    deed = partial(send_comment, consultation=shown, passage=passage, token=token)
    if request.method == "POST" and (made := done_with(form, deed)) is not None:
        return handed_over(made[1], shown)
    context = {
        "consultation": shown,
        "passage": passage,
        "form": form,
        "takes_comments": takes_comments(shown),
    }
    return render(request, "community/comment_new.html", context)


@login_not_required
def comment_sent(request: HttpRequest, word: str) -> HttpResponse:
    """Show the code, once, and ask who says nothing about themselves whether they would."""
    shown = found(word)
    code = request.get_signed_cookie(_COOKIE, default="", max_age=_COOKIE_SECONDS)
    answer = render(request, "community/comment_sent.html", {"consultation": shown, "code": code})
    answer.delete_cookie(_COOKIE, path=_sent(shown), samesite="Strict")
    return answer


@login_not_required
@post_once
def comment_about(request: HttpRequest, word: str) -> HttpResponse:
    """Count what somebody says about themselves, apart from what they said."""
    shown = found(word)
    form = AboutForm(request.POST if request.method == "POST" else None)

    def deed(**answers: str) -> int:
        return tell_about(consultation=shown, answers=answers)

    if request.method == "POST" and done_with(form, deed) is not None:
        messages.success(request, _("Thank you. Only the numbers are kept."))
        return redirect("consultation", shown.word)
    return render(request, "community/comment_about.html", {"consultation": shown, "form": form})


@login_not_required
def comment_follow(request: HttpRequest) -> HttpResponse:
    """Show what became of a comment, to who has its code. The code stands in no address."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    context: dict[str, object] = {"form": form}
    if request.method == "POST" and form.is_valid():
        rows: QuerySet[Comment] = Comment.objects.filter(code_hash=hash_of_code(form.cleaned_data["code"]))
        rows = annotate_look(
            rows.select_related("passage", "consultation__agency", "consultation__plan__course")
        )
        comment = rows.first()
        if comment is None:
            form.add_error("code", _("No comment has this code. Look at it again, letter by letter."))
        else:
            context |= {
                "comment": comment,
                "consultation": dressed(comment.consultation),
                **_fate(comment),
            }
    return render(request, "community/comment_follow.html", context)


def handed_over(code: str, consultation: Consultation) -> HttpResponseRedirect:
    """Send on to the page that shows a code, and the code with it."""
    answer = HttpResponseRedirect(_sent(consultation))
    answer.set_signed_cookie(
        _COOKIE,
        code,
        max_age=_COOKIE_SECONDS,
        path=_sent(consultation),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Strict",
    )
    return answer


def _sent(consultation: Consultation) -> str:
    return reverse("comment_sent", args=[consultation.word])


def _fate(comment: Any) -> dict[str, object]:
    """Return why a comment is withheld, and what it was answered."""
    code = comment.reason_code
    reason = WithheldReason(code).label if code else ""
    if not is_answered(comment.consultation):
        return {"reason": reason, "answers": []}
    answers = answers_by_comment(comment.consultation, [comment])[comment.pk]
    return {"reason": reason, "answers": dressed_answers(answers)}

"""The letters about notifications, in the language of who gets them: plain and as safe HTML."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join

from zhongshu.access.authorities.fields import TALLY
from zhongshu.collaboration import account_letters
from zhongshu.collaboration.preferences import ALWAYS

OWN_ACCOUNT = "sign_in_changed"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_LONGEST_SUBJECT = 150

_WORDS: dict[str, dict[str, str]] = {
    "zh-CN": {
        "mentioned": "{by}在“{subject}”中提到了您",
        "commented": "{by}评论了“{subject}”",
        "assigned": "{by}给您分配了任务“{subject}”",
        "dates_moved": "“{subject}”的日期已由{by}调整：{start} 至 {finish}",
        "baseline_waiting": "{by}为“{subject}”申请重设基线“{baseline}”，等待您审批",
        "approved": "{by}批准了“{subject}”的基线“{baseline}”",
        "rejected": "{by}驳回了“{subject}”的基线“{baseline}”",
        "kept": "有一条新通知，其密级高于邮件可发送的范围，请登录后查看",
        "confirm_waiting": "{by}提请您确认“{subject}”",
        "confirmed": "{by}确认了您提出的“{subject}”",
        "declined": "{by}驳回了您提出的“{subject}”",
        "lowering_confirm_waiting": "{by}申请降低“{subject}”中的一个密级，等待您确认",
        "lowering_confirmed": "{by}确认了您在“{subject}”中的降密申请",
        "lowering_declined": "{by}驳回了您在“{subject}”中的降密申请",
        "glass_broken": "{by}启用了紧急授权“{subject}”，已立即生效，请关注并在结束后复核",
        "why_glass": "这封邮件关系到权限安全，无法关闭。",
        "kept_question": "有一项提交给机构的议题与您有关，请登录后查看",
        "question_put": "{by}向{body}提交了议题“{subject}”",
        "adopted": "您向{body}提交的议题“{subject}”已通过：赞成 {n_for}，反对 {n_against}，"
        "弃权 {n_abstained}",
        "refused": "您向{body}提交的议题“{subject}”未通过：赞成 {n_for}，反对 {n_against}，"
        "弃权 {n_abstained}",
        "adopted_untold": "您向{body}提交的议题“{subject}”已通过",
        "refused_untold": "您向{body}提交的议题“{subject}”未通过",
        "vote": "请您表决。所涉治理权限：{authority}；范围：{scope}。",
        "authority": "告知您，是因为您在此范围（{scope}）持有{authority}，或代持有人行事。",
        "digest": "中枢：今天有 {count} 条新通知",
        "one": "中枢：{line}",
        "greeting": "{name}，您好：",
        "system": "系统",
        "somebody": "有人",
        "locked": "（内容已锁定）",
        "open": "打开",
        "why": "您收到这封邮件，是因为您在中枢中开启了邮件通知。可以在“通知设置”中更改：{address}",
    },
    "en": {
        "mentioned": "{by} mentioned you in “{subject}”",
        "commented": "{by} commented on “{subject}”",
        "assigned": "{by} assigned “{subject}” to you",
        "dates_moved": "{by} moved the dates of “{subject}”: {start} to {finish}",
        "baseline_waiting": "{by} asks you to approve the baseline “{baseline}” of “{subject}”",
        "approved": "{by} approved the baseline “{baseline}” of “{subject}”",
        "rejected": "{by} rejected the baseline “{baseline}” of “{subject}”",
        "kept": "There is news of a class that no mail may carry; sign in to read it",
        "confirm_waiting": "{by} asks you to confirm “{subject}”",
        "confirmed": "{by} confirmed “{subject}”, which you asked for",
        "declined": "{by} declined “{subject}”, which you asked for",
        "lowering_confirm_waiting": "{by} asks you to confirm a lower class in “{subject}”",
        "lowering_confirmed": "{by} confirmed the lowering of a class in “{subject}”",
        "lowering_declined": "{by} declined the lowering of a class in “{subject}”",
        "glass_broken": "{by} broke the glass: “{subject}” is open to them at once. Look at what "
        "they do, and review it once it is over",
        "why_glass": "This mail is about the safety of rights and cannot be switched off.",
        "kept_question": "A question before a body concerns you; sign in to read it",
        "question_put": "{by} put a question to {body}: “{subject}”",
        "adopted": "Your question “{subject}” to {body} was adopted: {n_for} for, "
        "{n_against} against, {n_abstained} abstained",
        "refused": "Your question “{subject}” to {body} was rejected: {n_for} for, "
        "{n_against} against, {n_abstained} abstained",
        "adopted_untold": "Your question “{subject}” to {body} was adopted",
        "refused_untold": "Your question “{subject}” to {body} was rejected",
        "vote": "You are asked to vote. Authority: {authority}; scope: {scope}.",
        "authority": "You are told because you hold the authority “{authority}” there ({scope}), "
        "or act for whoever holds it.",
        "digest": "Zhongshu: {count} new notifications today",
        "digest_of_one": "Zhongshu: one new notification today",
        "one": "Zhongshu: {line}",
        "greeting": "Hello {name},",
        "system": "The system",
        "somebody": "Somebody",
        "locked": "(What was said is locked.)",
        "open": "Open",
        "why": "You receive this mail because mail notifications are on in Zhongshu. "
        "Change that under notification settings: {address}",
    },
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, and the headers that say of which sort it is."""

    subject: str
    text: str
    html: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Block:
    """One piece of news: a sentence, what was said or is to be known of it, and where it opens."""

    line: str
    said: str
    details: Sequence[str]
    link: str


def letter(
    items: Sequence[Mapping[str, Any]],
    *,
    name: str,
    language: str,
    base: str,
    is_digest: bool,
) -> Letter:
    """A letter about complete notifications; ``base`` is the address of the pages."""
    words = _WORDS.get(language, _WORDS["zh-CN"])
    blocks = [_block(words, item, language, base) for item in items]
    is_always = any(item["kind"] in ALWAYS for item in items)
    count = f"{len(items)}"
    title = words.get("digest_of_one", words["digest"]) if len(items) == 1 else words["digest"]
    one = words["one"].format(line=blocks[0].line)
    greeting = words["greeting"].format(name=one_line(name))
    chosen = words["why"].format(address=f"{base}/notifications/preferences")
    if any(item["kind"] == OWN_ACCOUNT for item in items):
        why = account_letters.words_of(language)["why"]
    else:
        why = words["why_glass"] if is_always else chosen
    return Letter(
        subject=_shortened(one_line(title.format(count=count) if is_digest else one)),
        text="\n\n".join([greeting, *map(_plain, blocks), "-- \n" + why]) + "\n",
        html=_html(greeting, blocks, why, words["open"]),
        headers={} if is_always else {"Precedence": "bulk"},
    )


def _block(words: Mapping[str, str], item: Mapping[str, Any], language: str, base: str) -> _Block:
    if item["kind"] != OWN_ACCOUNT:
        line, said = _line(words, item), _said(words, item)
        return _Block(line, said, _reasons(words, item), base + _path(item["subject"]))
    if item["subject"]["is_kept"]:
        return _Block(words["kept"], "", (), f"{base}/security")
    told = account_letters.details(item, language, system=words["system"])
    return _Block(
        one_line(account_letters.sentence(item, language)),
        "",
        [one_line(one) for one in told],
        f"{base}/security",
    )


def _plain(block: _Block) -> str:
    return "\n".join(filter(None, (block.line, block.said, *block.details, block.link)))


def _html(greeting: str, blocks: Sequence[_Block], why: str, word: str) -> str:
    rows = format_html_join(
        "",
        '<p>{}</p>{}{}<p><a href="{}">{}</a></p>',
        (
            (
                one.line,
                format_html("<blockquote>{}</blockquote>", one.said) if one.said else "",
                format_html_join("", "<p>{}</p>", ((told,) for told in one.details)),
                one.link,
                word,
            )
            for one in blocks
        ),
    )
    page = '<!doctype html><meta charset="utf-8"><p>{}</p>{}<hr><p><small>{}</small></p>'
    return format_html(page, greeting, rows, why)


def _line(words: Mapping[str, str], item: Mapping[str, Any]) -> str:
    subject = item["subject"]
    if subject["is_kept"]:
        return words["kept_question" if subject["kind"] == "question" else "kept"]
    data = item["data"]
    name = (words is _WORDS["en"] and data.get("name_en")) or subject["name"]
    return one_line(
        words[_word(item)].format(
            **_names(words, data),
            by=_by(words, item),
            subject=one_line(f"{subject['key']} {name}".strip()),
            start=data.get("start", "")[:10],
            finish=data.get("finish", "")[:10],
            baseline=one_line(data.get("baseline", "")),
        )
    )


def _by(words: Mapping[str, str], item: Mapping[str, Any]) -> str:
    """Who did it, or that it may not be told."""
    if "by" in item.get("_locked", ()):
        return words["somebody"]
    return one_line(item["by"]["name"]) if item["by"] else words["system"]


def _said(words: Mapping[str, str], item: Mapping[str, Any]) -> str:
    """What was said, or that it may not be told."""
    if "excerpt" in item.get("_locked", ()) and not item["subject"]["is_kept"]:
        return words["locked"]
    return item["excerpt"] or ""


def _word(item: Mapping[str, Any]) -> str:
    """Which of the sentences tells it."""
    data = item["data"]
    if item["kind"] == "question_decided":
        told = "adopted" if data["state"] == "adopted" else "refused"
        return f"{told}_untold" if any(data[name] is None for name in TALLY) else told
    if item["subject"]["kind"] == "lowering":
        return f"lowering_{item['kind']}"
    kind: str = data["decision"] if item["kind"] == "baseline_decided" else item["kind"]
    return kind


def _names(words: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, str]:
    """What is told of a question, in the language of the letter, each in one line."""
    is_english = words is _WORDS["en"]
    found = {name: str(data[name]) for name in (*TALLY, "scope") if name in data}
    for name in ("body", "authority"):
        found[name] = str((is_english and data.get(f"{name}_en")) or data.get(name, ""))
    return {name: one_line(text) for name, text in found.items()}


def _reasons(words: Mapping[str, str], item: Mapping[str, Any]) -> Sequence[str]:
    """Why a question is told to its reader."""
    if item["kind"] != "question_put" or item["subject"]["is_kept"]:
        return ()
    return (words[item["data"]["why"]].format(**_names(words, item["data"])),)


_PATHS = {
    "grant": "/governance/access?tab=grants&state=proposed",
    "break_glass": "/governance/access?tab=glass",
    "role": "/governance/access?tab=roles&role={id}",
    "body": "/governance/authorities?tab=bodies&body={id}",
    "lowering": "/governance/authorities?tab=lowerings&lowering={id}",
}


def _path(subject: Mapping[str, Any]) -> str:
    if subject["kind"] == "question":
        return f"/governance/authorities?tab=decisions&question={subject['id']}"
    if subject["kind"] in _PATHS:
        return _PATHS[subject["kind"]].format(id=subject["id"])
    project = subject["address"]["project_id"]
    if subject["kind"] == "task":
        return f"/projects/{project}/plan?panel=task&task={subject['id']}"
    return f"/projects/{project}/overview"


def one_line(text: str) -> str:
    """A text that can neither end a line of a header nor turn its letters around."""
    return " ".join(_CONTROL.sub(" ", text).split())


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SUBJECT else f"{text[: _LONGEST_SUBJECT - 1]}…"

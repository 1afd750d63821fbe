"""Curators send knowledge from the phone, see what is wrong with it and what it does, and publish it or not."""

import io
import re
import zipfile

import pytest

from bot.files.knowledge_files import read_files, unpacked
from bot.files.yaml_editing import with_phrasings
from tests.bot_api import Message, Refusal
from tests.conftest import SMALL_KNOWLEDGE
from tests.curation.edited import STOLEN
from tests.telegram.curators_desk import TOPIC, Desk, MakeDesk
from tests.telegram.running_bot import settle

NAME = "logistics_cost.yaml"
TEXT = (SMALL_KNOWLEDGE / TOPIC).read_text(encoding="utf-8")
TAUGHT = with_phrasings(TEXT, "en", [STOLEN])
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    found = make_desk()
    found.bot.wait_for_row("SELECT * FROM knowledge_versions")
    return found


def sent(desk: Desk, content: bytes | str, name: str, caption: str = "") -> Message:
    """The first answer to a file."""
    desk.admin.send_document(content.encode() if isinstance(content, str) else content, name, caption)
    return desk.admin.wait_for_reply()[0]


def zipped(files: dict[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return archive.getvalue()


def test_a_topic_sent_as_a_file_is_tried_and_published(desk: Desk) -> None:
    assert "Shipping" not in desk.asked(STOLEN)
    report = sent(desk, TAUGHT, "logistics_cost (2).yaml", "lost papers")
    assert report.plain.splitlines()[0] == "logistics_cost (2).yaml: 1 file of knowledge."
    assert "Changed: topics/logistics_cost.yaml" in report.plain
    effect = desk.shown("Other answers")
    assert "Phrasings: 1 more, 0 fewer" in effect.plain
    assert re.search(rf"• {STOLEN}\n.* → answers logistics_cost", effect.plain)
    assert [button.text for row in effect.buttons for button in row] == ["Publish", "Leave it"]
    desk.admin.press("Publish", effect)
    desk.shown("Version 2 answers now")
    assert "You asked about: Shipping costs" in desk.asked(STOLEN)
    assert (desk.knowledge / TOPIC).read_text(encoding="utf-8") == TAUGHT
    desk.admin.say("/versions")
    assert re.search(r"▶️ 2 \w{12} .*– lost papers", desk.shown("Versions of the knowledge").plain)
    assert "Exactly what answers now, byte by byte" in sent(desk, TAUGHT, NAME).plain
    (desk.knowledge / TOPIC).write_text(TAUGHT.replace("en: Shipping costs", "en: Freight costs"), encoding="utf-8")
    sent(desk, TEXT, NAME)
    assert TOPIC in desk.shown("somebody has edited it").plain
    (desk.knowledge / TOPIC).write_text(TAUGHT, encoding="utf-8")
    sent(desk, TEXT, NAME)
    desk.admin.press("Leave it", desk.shown("Phrasings: 0 more, 1 fewer"))
    desk.shown("Nothing was published")
    assert "You asked about: Shipping costs" in desk.asked(STOLEN)


def test_the_knowledge_goes_out_as_a_zip_and_what_comes_back_is_checked(desk: Desk) -> None:
    desk.admin.say("/knowledge")
    (message,) = desk.admin.wait_for_reply()
    assert message.file is not None
    assert re.fullmatch(r"knowledge-1-\d{4}-\d\d-\d\d\.zip", message.file.name)
    files = unpacked(message.file.content)
    assert files == read_files(SMALL_KNOWLEDGE)
    assert f"version 1 of {message.file.name[12:22]}, {len(files)} files" in message.plain
    assert "Exactly what answers now, byte by byte" in sent(desk, message.file.content, message.file.name).plain
    del files["topics/faster_logistics.yaml"]
    report = sent(desk, zipped(files | {TOPIC: TAUGHT.encode(), "README.md": b"x", "__MACOSX/._x": b""}), "edited.zip")
    assert report.plain.splitlines() == [
        f"edited.zip: {len(files)} files of knowledge, the whole folder.",
        "",
        "Changed: topics/logistics_cost.yaml",
        "Taken away, for it is not in the ZIP: topics/faster_logistics.yaml",
        "Left out, for it is no knowledge: README.md",
    ]
    related = f'{TOPIC}:8 there is no topic "faster_logistics"; fix the id or take it out'
    assert f"{desk.knowledge}/{related}" in desk.shown("This is broken").plain
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n"
    report = sent(desk, f"id: logistic_costs\nkind: nonsense\n{bomb}", "x.yaml")
    assert "New: topics/logistic_costs.yaml" in report.plain
    assert "If you meant topics/logistics_cost.yaml, correct the id" in report.plain
    problems = desk.shown("through an anchor").plain
    assert (
        f"{desk.knowledge}/topics/logistic_costs.yaml:4 this is used again through an anchor; write it out" in problems
    )
    assert not any(message.buttons for message in desk.admin.messages)
    assert desk.bot.rows("SELECT * FROM publications") == []

    # A draft in the folder goes out, too, and stays only if it comes back.
    files = read_files(SMALL_KNOWLEDGE)
    draft = desk.knowledge / "topics" / "crates.yaml"
    draft.write_text("id: crates\ndraft: yes\n", encoding="utf-8")
    desk.admin.say("/knowledge")
    (message,) = desk.admin.wait_for_reply()
    assert f"{len(files) + 1} files, 1 of them a draft that I do not answer with yet" in message.plain
    assert message.file is not None
    assert unpacked(message.file.content) == files | {"topics/crates.yaml": draft.read_bytes()}
    assert "Taken away, for it is not in the ZIP: topics/crates.yaml" in sent(desk, zipped(files), "whole.zip").plain
    desk.admin.press("Keep it", desk.shown("It says exactly what answers now"))
    desk.shown("topics/crates.yaml")
    desk.bot_api.wait_until(lambda: not draft.exists())
    desk.admin.say("/knowledge")
    (message,) = desk.admin.wait_for_reply()
    assert f"{len(files)} files.\n" in message.plain


def test_a_curator_who_reads_chinese_is_told_in_chinese_what_is_to_be_mended(desk: Desk) -> None:
    desk.admin.say("/language")
    desk.admin.wait_for_reply()
    desk.admin.press("中文")
    desk.admin.wait_for_edit()
    wrong = TEXT.replace("kind: challenge", "kind: nonsense").replace("theme: logistics", "theem: <b>x</b>")
    wrong = wrong.replace("  zh: 运费太贵\n", "") + "".join(f"<b>key {n}</b>: '&amp;'\n" for n in range(6))
    sent(desk, wrong, NAME)
    told = desk.shown("内容有错").plain
    where = f"{desk.knowledge}/{TOPIC}"
    assert f"{where}:2 “kind”的值不认识；请写 challenge, measure, opportunity 或 background" in told
    assert f"{where}:3 不认识“theem”；是不是指“theme”？" in told
    assert "“title”没有写 zh 的文字；请补上“zh:”" in told
    assert "不认识“<b>key 0</b>”；请去掉（可以用：" in told
    file = desk.shown("全部").file
    assert file is not None
    rows = file.content.decode("utf-8-sig").splitlines()
    assert rows[0] == "文件,行,问题,怎么改"
    assert '不认识“<b>key 5</b>”,"请去掉（可以用：' in rows[-1]
    desk.admin.send_document(b"words\nhello\n", "a.csv")
    assert desk.shown("没有成功").plain.endswith(
        "a.csv:1：没有一列是文字（现有：words）；文字那列的列名请写问法、问题或文本，或者用 en、zh 两列"
    )
    desk.admin.send_document('topic,text\nnowhere,"<i>broker, gone</i>"\n'.encode("utf-16"), "b.csv")
    report = desk.shown("收下").plain
    assert "注意：按 UTF-16 读的" in report
    assert "• 第 2 行“<i>broker, gone</i>”：没有话题“nowhere”，请写编号或标题" in report


BAD: tuple[tuple[str, bytes, tuple[str, str]], ...] = (
    ("a.yaml", b"", ("is empty", "是空的")),
    ("a.yaml", PNG, ("is a picture, whatever its name says", "其实是图片")),
    ("a.yaml", "id: x\ntitle: 被骗".encode("gb18030"), ("a.yaml:2 is not UTF-8", "a.yaml:2 不是 UTF-8")),
    ("a.yaml", b"title: whose?\n", ("can't tell where a.yaml belongs", "看不出 a.yaml")),
    ("zeros.zip", bytes(10_000_000), ("too large: I take files up to 5 MB", "文件最大 5 MB")),
    ("a.zip", zipped({"../../x.yaml": b"id: abc\n"}), ("points outside its folder", "指向了文件夹外面")),
    ("a.zip", zipped({"inner.zip": b"PK"}), ("none within another", "不能再套压缩包")),
    ("a.zip", b"no such thing", ("damaged or not what its name says", "坏了")),
    ("a.zip", zipped({"x.txt": b"words"}), ("There is no knowledge in a.zip", "没有知识文件")),
    ("a.gif", b"GIF89a", ("is a picture", "是图片")),
    ("a.docx", zipped({"word/document.xml": b"<w/>"}), ("Send knowledge as YAML or ZIP", "知识请发 YAML")),
    ("<b>&amp;.yaml", b" ", ("<b>&amp;.yaml is empty", "<b>&amp;.yaml 是空的")),
)


def test_files_sent_together_are_one_change(desk: Desk) -> None:
    fraud = (SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml").read_text(encoding="utf-8")
    desk.admin.send_together(
        [
            ("logistics_cost.yaml", TAUGHT.encode()),
            ("online_fraud.yaml", with_phrasings(fraud, "en", ["vanished with the deposit money"]).encode()),
            ("oops.yaml", b""),
            ("fraud.yaml", fraud.encode()),
        ],
        "both at once",
    )
    assert "oops.yaml is empty" in desk.shown("is empty").plain
    assert "Two files want to be topics/online_fraud.yaml" in desk.shown("Two files").plain
    report = desk.shown("logistics_cost.yaml, online_fraud.yaml: 2 files of knowledge")
    assert "Changed: topics/logistics_cost.yaml, topics/online_fraud.yaml" in report.plain
    desk.admin.press("Publish", desk.shown("Phrasings: 2 more, 0 fewer"))
    desk.shown("Version 2 answers now")
    assert desk.bot.rows("SELECT note FROM publications") == [{"note": "both at once"}]


def test_files_sent_together_are_read_although_the_first_line_about_them_fails(desk: Desk) -> None:
    fraud = (SMALL_KNOWLEDGE / "topics" / "online_fraud.yaml").read_text(encoding="utf-8")
    refusal = Refusal(code=400, description="Bad Request: not this time")
    desk.bot_api.fail(refusal, method="sendMessage", chat_id=desk.admin.id)
    desk.admin.send_together(
        [
            ("logistics_cost.yaml", TAUGHT.encode()),
            ("online_fraud.yaml", with_phrasings(fraud, "en", ["vanished with the deposit money"]).encode()),
        ]
    )
    desk.shown("logistics_cost.yaml, online_fraud.yaml: 2 files of knowledge")
    assert all("Two files" not in message.plain for message in desk.admin.messages)


def test_what_is_no_knowledge_is_refused_in_a_line_in_both_languages(desk: Desk) -> None:
    for number, choice in enumerate(("English", "中文")):
        desk.admin.say("/language")
        desk.admin.wait_for_reply()
        desk.admin.press(choice)
        desk.admin.wait_for_edit()
        for name, content, words in BAD:
            plain = sent(desk, content, name).plain
            assert words[number] in plain
            assert ("Nothing was changed.", "什么也没有改动。")[number] in plain
    desk.admin.send({"document": {"file_id": "gone", "file_unique_id": "u", "file_name": NAME}})
    assert "Telegram 已经不给我" in desk.admin.wait_for_reply()[0].plain
    assert read_files(desk.knowledge) == read_files(SMALL_KNOWLEDGE)


def test_words_under_other_files_are_a_question_and_other_people_s_files_are_not_read(desk: Desk) -> None:
    assert "You asked about: Shipping" in sent(desk, b"%PDF-1.7", "a.pdf", "freight too expensive").plain
    desk.anna.send_document(TAUGHT.encode(), NAME)
    assert desk.anna.wait_for_reply()[0].plain.startswith("I can only read text")
    desk.anna.send_document(TAUGHT.encode(), NAME, "freight too expensive")
    assert "You asked about: Shipping" in desk.anna.wait_for_reply()[0].plain
    group = desk.bot_api.group(desk.admin)
    desk.admin.send_document(TAUGHT.encode(), NAME, chat=group)
    settle(desk.admin)
    assert not [call for call in desk.bot_api.calls if call.method == "getFile"]

"""Waiting for what the bot does, and the whole with a real client."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes, MessageHandler, filters

from tests.bot_api import BotApiServer, DidNotHappenError, User
from tests.bot_api_server.calling_bot import Bot


def test_waiting_in_vain_says_what_came_instead(bot: Bot, anna: User) -> None:
    bot.send(anna, "too early")
    bot.refusal("sendMessage", chat_id=anna.id, text="")
    anna.say("hello")
    with pytest.raises(DidNotHappenError, match=r"too early.*message text is empty.*1 updates not confirmed"):
        anna.wait_for_reply(timeout=0.01)
    with pytest.raises(DidNotHappenError):
        bot.server.wait_until(lambda: False, timeout=0.01)


def test_another_process_can_drive_the_server(bot: Bot) -> None:
    said = bot.client.post("/control/say", json=[{"user": 1, "text": "one"}, {"user": 2, "text": "two"}]).json()
    assert [update["update_id"] for update in bot.call("getUpdates")] == said
    bot.call("sendMessage", chat_id=2, text="answer")
    found = bot.client.get("/control/sent", params={"after": 0, "method": "sendMessage"}).json()
    assert (found["count"], found["sent"][0]["chat_id"], found["sent"][0]["plain"]) == (1, 2, "answer")
    assert bot.client.get("/control/counts").json()["pending"] == 2


Context = ContextTypes.DEFAULT_TYPE


async def on_start(update: Update, _context: Context) -> None:
    assert update.effective_message is not None
    rows = InlineKeyboardMarkup([[InlineKeyboardButton("Topics", callback_data="topics")]])
    await update.effective_message.reply_html("<b>Hello</b> &amp; 你好 😀", reply_markup=rows)


async def on_press(update: Update, _context: Context) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer("Here they are")
    await update.callback_query.edit_message_text("Customs, data")


async def on_document(update: Update, _context: Context) -> None:
    assert update.effective_message is not None
    assert update.effective_message.document is not None
    file = await update.effective_message.document.get_file()
    await update.effective_message.reply_document(bytes(await file.download_as_bytearray())[::-1], filename="back.txt")


def serve(server: BotApiServer, is_up: threading.Event, leave: Callable[[], bool]) -> None:
    app = (
        Application.builder().token(server.token).base_url(server.base_url).base_file_url(server.base_file_url).build()
    )
    app.add_handler(CommandHandler("start", on_start))
    app.add_handler(CallbackQueryHandler(on_press))
    app.add_handler(MessageHandler(filters.Document.ALL, on_document))

    async def run() -> None:
        async with app:
            assert app.updater is not None
            await app.start()
            await app.updater.start_polling()
            is_up.set()
            await asyncio.to_thread(leave)
            await app.updater.stop()
            await app.stop()

    asyncio.run(run())


def test_a_conversation_through_python_telegram_bot(server: BotApiServer, anna: User) -> None:
    is_up, is_over = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        serving = pool.submit(serve, server, is_up, is_over.wait)
        try:
            assert is_up.wait(10)
            anna.say("/start")
            (welcome,) = anna.wait_for_reply()
            assert (welcome.plain, welcome.labels) == ("Hello & 你好 😀", ("Topics",))
            anna.press("Topics", welcome)
            assert anna.wait_for_edit().plain == "Customs, data"
            assert anna.wait_for_answer().text == "Here they are"
            anna.send_document(b"abc", "there.txt")
            (back,) = anna.wait_for_reply()
            assert (back.document, back.file.name if back.file else "") == (b"cba", "back.txt")
        finally:
            is_over.set()
        serving.result(10)
    assert server.refused == []
    assert server.pending_updates == 0

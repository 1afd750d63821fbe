"""Which handler hears which event; the first that fits takes it."""

from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    ChosenInlineResultHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.shells.telegram.callbacks import ChooseLanguage, OpenTheme, OpenThemes, OpenTopic
from bot.shells.telegram.commands import COMMANDS, Command
from bot.shells.telegram.curators.curating import curating
from bot.shells.telegram.curators.editions import Editions
from bot.shells.telegram.curators.replaying import Replaying
from bot.shells.telegram.delivery.desk_watcher import DeskWatcher
from bot.shells.telegram.desk import Context, Desk, Handler
from bot.shells.telegram.owners.ask_command import AskCommand
from bot.shells.telegram.owners.browsing import Browsing
from bot.shells.telegram.owners.card_buttons import (
    Explain,
    Judge,
    LeaveQuestion,
    OfferLeaving,
    OpenThemeFor,
    OpenThemesFor,
    SaveTopic,
    ShowAnswer,
    ShowPart,
)
from bot.shells.telegram.owners.checkup import CheckingUp
from bot.shells.telegram.owners.checkup_results import CheckupResults
from bot.shells.telegram.owners.coming_in import ComingIn
from bot.shells.telegram.owners.finding import AnswersOurPrompt, Finding
from bot.shells.telegram.owners.groups import Groups
from bot.shells.telegram.owners.inline import InlineMode
from bot.shells.telegram.owners.judging import Judging
from bot.shells.telegram.owners.leaving import Leaving
from bot.shells.telegram.owners.my_list import ExportSaved, MyList, OpenSaved, RemoveSaved, TidySaved
from bot.shells.telegram.owners.news import NewsReading
from bot.shells.telegram.owners.other_content import OtherContent
from bot.shells.telegram.owners.privacy import ForgetMe, KeepMe, Privacy
from bot.shells.telegram.owners.questions import Questions
from bot.shells.telegram.owners.starting import Starting
from bot.shells.telegram.payloads import CHECKUP
from bot.shells.telegram.pressing import Pressing
from bot.shells.telegram.screens import AskExample, OpenLanguages, SearchTopics
from bot.shells.telegram.template_screens import TemplateScreens
from bot.shells.telegram.workshops.rooms import rooms

TOPIC_COMMAND = r"^/topic_(?P<topic>[A-Za-z0-9_]{1,48})(?:@\w+)?\s*$"

_FROM_PEOPLE = filters.UpdateType.MESSAGES & ~filters.StatusUpdate.ALL
_WORDS = filters.TEXT | filters.CAPTION


def add_handlers(application: Application[Any, Any, Any, Any, Any, Any], desk: Desk, editions: Editions) -> None:
    """Connect *application* to all that we do."""
    questions = Questions(desk=desk)
    other_content = OtherContent(desk=desk)
    finding = Finding(desk=desk)
    browsing = Browsing(desk=desk, questions=questions, finding=finding)
    starting = Starting(desk=desk, questions=questions)
    my_list = MyList(desk=desk)
    privacy = Privacy(desk=desk)
    news = NewsReading(desk=desk)
    checking_up = CheckingUp(desk=desk, results=CheckupResults(desk=desk))
    groups = Groups(desk=desk)
    in_private = TemplateScreens(desk=desk).in_private
    on_words = groups.in_turn(questions.on_question, groups.names_us)
    in_rooms = rooms(desk, questions, on_words)
    links = {CHECKUP: checking_up.from_link, **in_rooms.on_payload}
    curators = curating(desk, editions, on_question=on_words, on_other=other_content.on_other_content)
    on_command: dict[str, Handler] = {
        "start": ComingIn(desk=desk, questions=questions, more=links).on_start,
        "ask": AskCommand(desk=desk, questions=questions).on_ask,
        "help": browsing.on_help,
        "topics": browsing.on_topics,
        "checkup": checking_up.on_checkup,
        "plan": checking_up.on_plan,
        "sources": browsing.on_sources,
        "language": browsing.on_language,
        "privacy": privacy.on_privacy,
        # Theirs alone: a group does not get to read it.
        "saved": in_private(my_list.on_saved),
        "news": in_private(news.on_news),
        "mydata": in_private(privacy.on_mydata),
        "forget": in_private(privacy.on_forget),
        "replay": Replaying(desk=desk).on_replay,
        **in_rooms.on_command,
        **curators.on_command,
    }
    watcher = DeskWatcher(desk)
    desk.sender.be_watched(watcher)
    inline = InlineMode(desk=desk)
    judging = Judging(desk=desk)
    leaving = Leaving(desk=desk)
    pressing = Pressing(
        desk,
        {
            OpenTopic: browsing.on_open_topic,
            OpenThemes: browsing.on_open_themes,
            OpenTheme: browsing.on_open_theme,
            ChooseLanguage: browsing.on_choose_language,
            AskExample: starting.on_ask_example,
            OpenLanguages: starting.on_open_languages,
            SearchTopics: finding.on_search,
            OpenSaved: my_list.on_open_saved,
            TidySaved: my_list.on_tidy_saved,
            RemoveSaved: my_list.on_remove_saved,
            ExportSaved: my_list.on_export_saved,
            ForgetMe: privacy.on_forget_me,
            KeepMe: privacy.on_keep_me,
            OpenThemesFor: browsing.on_open_themes,
            OpenThemeFor: browsing.on_open_theme,
            ShowPart: judging.on_show_part,
            ShowAnswer: judging.on_show_answer,
            SaveTopic: judging.on_save_topic,
            Judge: judging.on_judge,
            Explain: judging.on_explain,
            OfferLeaving: leaving.on_offer_leaving,
            LeaveQuestion: leaving.on_leave_question,
            **checking_up.on_press,
            **in_rooms.on_press,
            **curators.on_press,
            **news.on_press,
        },
    )
    # Before the handlers below, and beside them.
    application.add_handler(MessageHandler(filters.CAPTION & filters.UpdateType.MESSAGE, other_content.on_caption), -1)
    application.add_handler(ChatMemberHandler(watcher.on_standing, ChatMemberHandler.MY_CHAT_MEMBER), -1)
    application.add_handlers(
        [
            *(
                CommandHandler(
                    command.name, groups.in_turn(_allowed(command, on_command[command.name], browsing, desk))
                )
                for command in COMMANDS
            ),
            MessageHandler(_FROM_PEOPLE & filters.Regex(TOPIC_COMMAND), groups.in_turn(browsing.on_topic_command)),
            MessageHandler(
                _FROM_PEOPLE & filters.COMMAND, groups.in_turn(browsing.on_unknown_command, groups.is_our_command)
            ),
            ChatMemberHandler(groups.on_standing, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, groups.on_migration),
            InlineQueryHandler(inline.on_inline_query),
            ChosenInlineResultHandler(inline.on_chosen_card),
            CallbackQueryHandler(pressing.on_button),
            MessageHandler(filters.UpdateType.EDITED_MESSAGE, questions.on_edited_question),
            MessageHandler(
                filters.UpdateType.MESSAGE & _FROM_PEOPLE & _WORDS & AnswersOurPrompt(desk),
                groups.in_turn(finding.on_word),
            ),
            *in_rooms.handlers,
            *curators.handlers,
            MessageHandler(filters.UpdateType.MESSAGE & _FROM_PEOPLE & _WORDS, in_rooms.on_words),
            MessageHandler(filters.UpdateType.MESSAGE & _FROM_PEOPLE, other_content.on_other_content),
        ]
    )


def _allowed(command: Command, handler: Handler, browsing: Browsing, desk: Desk) -> Handler:
    """*handler* for those who may give *command*; to all others it does not exist."""

    async def on_command(update: Update, context: Context) -> None:
        is_allowed = command.role in await desk.roles_of(update.effective_user)
        await (handler if is_allowed else browsing.on_unknown_command)(update, context)

    return on_command

"""Long lists are shown a page at a time."""

import pytest

from bot.paging import page_of


@pytest.mark.parametrize(("count", "asked_for", "shown"), [(0, 1, 1), (5, 2, 1), (6, 2, 2), (6, 99, 2), (6, 0, 1)])
def test_a_page_that_is_not_there_is_the_nearest(count: int, asked_for: int, shown: int) -> None:
    page = page_of(range(count), asked_for)
    assert page.number == shown
    assert [number for number, _ in page.numbered] == list(range(5 * (shown - 1) + 1, min(5 * shown, count) + 1))


def test_buttons_lead_to_the_pages_beside_it_and_to_no_others() -> None:
    pages = [page_of(range(20), number, 8) for number in (1, 2, 3)]
    assert [page.items for page in pages] == [tuple(range(8)), tuple(range(8, 16)), tuple(range(16, 20))]
    assert [page.beside for page in pages] == [
        (("next_page", 2),),
        (("previous_page", 1), ("next_page", 3)),
        (("previous_page", 2),),
    ]

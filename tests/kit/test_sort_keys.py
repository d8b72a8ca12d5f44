"""Names stand in the order in which a Chinese reader looks them up."""

import pytest

from zhongshu.kit.sort_keys import sort_key


def in_order(names, *, is_person):
    return sorted(names, key=lambda name: sort_key(name, is_person=is_person))


def test_surnames_stand_in_the_order_of_their_sound():
    wanted = ["安", "曹", "陈", "李", "王", "张", "赵"]

    assert in_order(reversed(wanted), is_person=True) == wanted


def test_a_surname_is_read_as_one():
    wanted = [
        "安然",
        "卞之琳",
        "仇英",
        "任正非",
        "单田芳",
        "解缙",
        "尉迟恭",
        "曾国藩",
        "查良镛",
        "翟天临",
        "章士钊",
    ]
    sounds = ["an", "bian", "qiu", "ren", "shan", "xie", "yu", "zeng", "zha", "zhai", "zhang"]

    assert in_order(reversed(wanted), is_person=True) == wanted
    assert [
        sort_key(name, is_person=True).rstrip("0123456789").split(" ")[0][: len(sound)]
        for name, sound in zip(wanted, sounds, strict=True)
    ] == sounds


def test_what_is_no_person_is_read_as_the_word_it_is():
    assert in_order(["曾用名清理", "单体改造", "查询平台"], is_person=False) == [
        "曾用名清理", "查询平台", "单体改造",
    ]  # fmt: skip
    assert in_order(["长江大桥", "重庆银行", "银行网点"], is_person=False) == [
        "长江大桥", "重庆银行", "银行网点",
    ]  # fmt: skip


def test_all_of_one_surname_stand_together():
    wanted = ["张安", "张伟", "张子", "章程", "章明", "掌柜", "赵一"]

    assert in_order(reversed(wanted), is_person=True) == wanted


def test_latin_names_stand_among_the_chinese_ones_whatever_their_case():
    wanted = ["Adam", "an", "安琪", "Andy", "Bob", "曹", "Émile", "Li Lei", "李", "连", "zoe", "左"]

    assert in_order(reversed(wanted), is_person=True) == wanted


def test_a_shorter_name_stands_before_one_that_goes_on():
    assert in_order(["李明", "李", "ERP 二期", "ERP"], is_person=False) == [
        "ERP", "ERP 二期", "李", "李明",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", "———", "😀", "ﬁ", "İ", "A" * 400, "张" * 200, "𠮷野家"])
def test_every_text_has_a_key_that_fits(name):
    key = sort_key(name, is_person=True)

    assert len(key) <= 2000
    assert bool(key) == bool(name)

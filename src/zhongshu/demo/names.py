"""Names of people: family names as common as they are, given names of several generations."""

from dataclasses import dataclass

from pypinyin import lazy_pinyin

from zhongshu.demo.chance import Chance

# The most common family names of China and their share of the population in per cent
# (Ministry of Public Security, report on names 2019–2020).
_FAMILY = [
    ("王", 7.2), ("李", 7.2), ("张", 6.8), ("刘", 5.2), ("陈", 4.5), ("杨", 3.1), ("黄", 2.3),
    ("赵", 2.2), ("吴", 2.0), ("周", 2.0), ("徐", 1.6), ("孙", 1.5), ("马", 1.4), ("朱", 1.3),
    ("胡", 1.3), ("郭", 1.2), ("何", 1.2), ("林", 1.2), ("高", 1.1), ("罗", 1.1), ("郑", 1.0),
    ("梁", 0.9), ("谢", 0.8), ("宋", 0.8), ("唐", 0.7), ("许", 0.7), ("韩", 0.7), ("邓", 0.7),
    ("冯", 0.6), ("曹", 0.6), ("彭", 0.6), ("曾", 0.6), ("肖", 0.6), ("田", 0.5), ("董", 0.5),
    ("潘", 0.5), ("袁", 0.5), ("蔡", 0.5), ("蒋", 0.5), ("余", 0.5), ("于", 0.5), ("杜", 0.4),
    ("叶", 0.4), ("程", 0.4), ("魏", 0.4), ("苏", 0.4), ("吕", 0.4), ("丁", 0.4), ("任", 0.4),
    ("卢", 0.4), ("姚", 0.4), ("沈", 0.4), ("钟", 0.4), ("姜", 0.3), ("崔", 0.3), ("谭", 0.3),
    ("陆", 0.3), ("范", 0.3), ("汪", 0.3), ("廖", 0.3), ("石", 0.3), ("金", 0.3), ("欧阳", 0.1),
]  # fmt: skip
_GIVEN_LINES = (
    "伟 强 磊 军 洋 勇 杰 涛 超 明 刚 平 辉 鹏 华 飞 波 斌 宇 浩 凯 健 俊 帆",
    "帅 旭 宁 龙 林 欢 阳 建华 建国 建军 志强 志伟 志刚 永强 国强 海涛 海波 晓东 晓明",
    "文博 文杰 俊杰 俊峰 浩然 浩宇 子轩 子豪 宇航 宇轩 嘉诚 嘉豪 天宇 一鸣 思远 明哲",
    "泽宇 瑞 晨 睿 哲 翔 恒 毅 栋 诚 芳 娜 敏 静 丽 艳 娟 霞 燕 玲 婷 雪 梅 倩",
    "颖 洁 琳 莹 萍 红 晶 欣 璐 丹 蕾 薇 秀英 桂英 玉兰 丽娟 晓燕 晓红 海燕 雪梅",
    "佳怡 欣怡 思雨 雨桐 梦洁 雅婷 诗涵 若曦 子涵 梓萱 婉清 书瑶 语嫣 静怡 慧敏 文静",
    "晓彤 嘉欣 美玲 淑芬 春燕 秋月",
)
_GIVEN = [name for line in _GIVEN_LINES for name in line.split()]
_PENANG = [
    "Tan Wei Ming", "Lim Chee Keong", "Ong Siew Ling", "Lee Kah Hui", "Ng Boon Huat",
    "Teoh Mei Yee", "Khoo Jia Wen", "Goh Soon Lee", "Chew Yi Xuan", "Yeoh Kok Leong",
    "Nur Aisyah binti Ahmad", "Muhammad Hafiz bin Ismail", "Siti Nurhaliza binti Osman",
    "Ahmad Faizal bin Rahman", "Nurul Huda binti Hassan", "Mohd Azlan bin Yusof",
    "Farah Nadia binti Zainal", "Amirul Hakim bin Salleh", "Kavitha a/p Raman",
    "Suresh a/l Kumar", "Priya a/p Muthu", "Ganesan a/l Rajan", "Deepa a/p Nair",
    "Vikram a/l Singh", "Chong Li Ting", "Heng Zhi Hao", "Loh Pei Shan", "Wong Kar Mun",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Name:
    """A name in Chinese and in Latin letters (the same one outside China), and for addresses."""

    zh: str
    en: str
    address: str


class Names:
    """Draws names; an address is never given twice."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._addresses: dict[str, int] = {}
        self._abroad = chance.below("abroad").shuffled(_PENANG)
        self._taken: set[str] = set()

    def draw(self, *, is_abroad: bool = False) -> Name:
        """The next person's name."""
        if is_abroad and self._abroad:
            name = self._abroad.pop()
            first, second = name.split()[:2]
            return Name(name, name, self._address(f"{first}.{second}".lower()))
        family, given = self._unused()
        latin = "".join(lazy_pinyin(family)).capitalize()
        latin_given = "".join(lazy_pinyin(given)).capitalize()
        address = self._address(f"{latin_given}.{latin}".lower())
        return Name(family + given, f"{latin_given} {latin}", address)

    def _unused(self) -> tuple[str, str]:
        """A name that few others bear: among hundreds of people some namesakes are natural."""
        for _ in range(3):
            family, given = self._chance.weighted(_FAMILY), self._chance.pick(_GIVEN)
            if family + given not in self._taken:
                break
        self._taken.add(family + given)
        return family, given

    def _address(self, text: str) -> str:
        self._addresses[text] = self._addresses.get(text, 0) + 1
        number = self._addresses[text]
        return text if number == 1 else f"{text}{number}"

"""The few words a book needs of its own, in the language of the book or the post."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["Labels", "format_day", "format_month", "labels_for"]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words in one language, each as it stands in a page."""

    contents: str
    cover: str
    title_page: str
    dates: str
    news: str
    undated: str
    untitled: str
    previous: str
    next: str
    posts: str
    original: str
    source: str
    author: str
    image: str
    video: str
    audio: str
    embedded: str
    script: str
    link: str


# A row for each language, its words in the order of the fields; a line that starts with a bar
# continues the row.
_TABLE = """
en|Contents|Cover|Title page|Dates|News|Undated|Untitled|Previous|Next|articles|Original
|Source|Author|Image|Video|Audio|Embedded page|Script|Link
zh|目录|封面|书名页|日期索引|新闻|日期不详|无标题|上一篇|下一篇|篇文章|原文链接|来源|作者
|图片|视频|音频|嵌入页面|脚本|链接
zh-Hant|目錄|封面|書名頁|日期索引|新聞|日期不詳|無標題|上一篇|下一篇|篇文章|原文連結|來源
|作者|圖片|影片|音訊|嵌入頁面|指令碼|連結
ja|目次|表紙|扉|日付索引|ニュース|日付なし|無題|前の記事|次の記事|件の記事|元の記事|出典
|著者|画像|動画|音声|埋め込みページ|スクリプト|リンク
ko|차례|표지|속표지|날짜 색인|뉴스|날짜 없음|제목 없음|이전|다음|개 기사|원문|출처|글쓴이
|이미지|동영상|오디오|삽입된 페이지|스크립트|링크
ar|المحتويات|الغلاف|صفحة العنوان|فهرس التواريخ|أخبار|بدون تاريخ|بدون عنوان|السابق|التالي
|مقالات|النص الأصلي|المصدر|الكاتب|صورة|فيديو|صوت|صفحة مضمنة|برنامج نصي|رابط
fa|فهرست|جلد|صفحهٔ عنوان|نمایهٔ تاریخ|اخبار|بدون تاریخ|بدون عنوان|قبلی|بعدی|مطلب|متن اصلی
|منبع|نویسنده|تصویر|ویدئو|صدا|صفحهٔ جاسازی‌شده|اسکریپت|پیوند
he|תוכן|כריכה|עמוד השער|מפתח תאריכים|חדשות|ללא תאריך|ללא כותרת|הקודם|הבא|כתבות|המקור|מקור
|מאת|תמונה|וידאו|שמע|עמוד מוטבע|סקריפט|קישור
ru|Содержание|Обложка|Титул|Указатель дат|Новости|Без даты|Без названия|Назад|Вперёд
|статей|Оригинал|Источник|Автор|Изображение|Видео|Аудио|Встроенная страница|Скрипт|Ссылка
de|Inhalt|Umschlag|Titelseite|Daten|Nachrichten|Ohne Datum|Ohne Titel|Zurück|Weiter
|Artikel|Original|Quelle|Autor|Bild|Video|Audio|Eingebettete Seite|Skript|Link
fr|Sommaire|Couverture|Page de titre|Dates|Actualités|Sans date|Sans titre|Précédent
|Suivant|articles|Original|Source|Auteur|Image|Vidéo|Audio|Page intégrée|Script|Lien
es|Índice|Cubierta|Portada|Fechas|Noticias|Sin fecha|Sin título|Anterior|Siguiente
|artículos|Original|Fuente|Autor|Imagen|Vídeo|Audio|Página incrustada|Script|Enlace
pt|Índice|Capa|Folha de rosto|Datas|Notícias|Sem data|Sem título|Anterior|Seguinte|artigos
|Original|Fonte|Autor|Imagem|Vídeo|Áudio|Página incorporada|Script|Ligação
it|Indice|Copertina|Frontespizio|Date|Notizie|Senza data|Senza titolo|Precedente
|Successivo|articoli|Originale|Fonte|Autore|Immagine|Video|Audio|Pagina incorporata|Script
|Collegamento
"""

_ROWS = _TABLE.strip().replace("\n|", "|").splitlines()
_LABELS = MappingProxyType(
    {language: Labels(*words) for language, *words in (row.split("|") for row in _ROWS)}
)
_MONTH_NAMES = """
January February March April May June July August September October November December
"""
_MONTHS = _MONTH_NAMES.split()


def labels_for(language: str) -> Labels:
    """Return the words for a BCP 47 tag; English where there is no table."""
    subtags = language.split("-")
    if subtags[0] in {"zh", "yue"} and {"Hant", "TW", "HK", "MO"}.intersection(subtags):
        return _LABELS["zh-Hant"]
    return _LABELS.get(subtags[0], _LABELS["en"])


def format_day(day: str, language: str) -> str:
    """Write ``YYYY-MM-DD`` as the language does; other texts stay as they are."""
    parts = day.split("-")
    if len(parts) != 3:
        return day
    year, month, number = (int(part) for part in parts)
    match language.split("-", maxsplit=1)[0]:
        case "zh" | "ja" | "yue":
            return f"{year}年{month}月{number}日"
        case "ko":
            return f"{year}년 {month}월 {number}일"
        case "en" | "und":
            return f"{number} {_MONTHS[month - 1]} {year}"
        case _:
            return day


def format_month(month: str, language: str) -> str:
    """Write ``YYYY-MM`` as the language does; other texts stay as they are."""
    parts = month.split("-")
    if len(parts) != 2 or not all(part.isdecimal() for part in parts):
        return month
    year, number = (int(part) for part in parts)
    match language.split("-", maxsplit=1)[0]:
        case "zh" | "ja" | "yue":
            return f"{year}年{number}月"
        case "ko":
            return f"{year}년 {number}월"
        case "en" | "und":
            return f"{_MONTHS[number - 1]} {year}"
        case _:
            return month

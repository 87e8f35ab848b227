"""The few words a book needs of its own, in the language of the book or the post."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["Labels", "labels_for"]


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

    def count(self, number: int) -> str:
        """Say how many posts there are, without a plural to get wrong."""
        return self.posts.format(number)

    def labelled(self, label: str) -> str:
        """Put the colon of the language after a word."""
        wide = unicodedata.east_asian_width(self.contents[0]) == "W"
        return f"{label}：" if wide and self.contents != "차례" else f"{label}: "


# A row for each language, its words in the order of the fields; a line that starts with a bar
# continues the row.
_TABLE = """
en|Contents|Cover|Title page|Dates|News|Undated|Untitled|Previous|Next|Articles: {}
|Original|Source|Author|Image|Video|Audio|Embedded page|Script|Link
zh|目录|封面|书名页|日期索引|新闻|日期不详|无标题|上一篇|下一篇|{} 篇文章|原文链接|来源
|作者|图片|视频|音频|嵌入页面|脚本|链接
zh-Hant|目錄|封面|書名頁|日期索引|新聞|日期不詳|無標題|上一篇|下一篇|{} 篇文章|原文連結
|來源|作者|圖片|影片|音訊|嵌入頁面|指令碼|連結
ja|目次|表紙|扉|日付索引|ニュース|日付なし|無題|前の記事|次の記事|{} 件の記事|元の記事
|出典|著者|画像|動画|音声|埋め込みページ|スクリプト|リンク
ko|차례|표지|속표지|날짜 색인|뉴스|날짜 없음|제목 없음|이전|다음|기사 {}개|원문|출처
|글쓴이|이미지|동영상|오디오|삽입된 페이지|스크립트|링크
ar|المحتويات|الغلاف|صفحة العنوان|فهرس التواريخ|أخبار|بدون تاريخ|بدون عنوان|السابق|التالي
|المقالات: {}|النص الأصلي|المصدر|الكاتب|صورة|فيديو|صوت|صفحة مضمنة|برنامج نصي|رابط
fa|فهرست|جلد|صفحهٔ عنوان|نمایهٔ تاریخ|اخبار|بدون تاریخ|بدون عنوان|قبلی|بعدی|مطالب: {}
|متن اصلی|منبع|نویسنده|تصویر|ویدئو|صدا|صفحهٔ جاسازی‌شده|اسکریپت|پیوند
he|תוכן|כריכה|עמוד השער|מפתח תאריכים|חדשות|ללא תאריך|ללא כותרת|הקודם|הבא|כתבות: {}|המקור
|מקור|מאת|תמונה|וידאו|שמע|עמוד מוטבע|סקריפט|קישור
ru|Содержание|Обложка|Титул|Указатель дат|Новости|Без даты|Без названия|Назад|Вперёд
|Статьи: {}|Оригинал|Источник|Автор|Изображение|Видео|Аудио|Встроенная страница|Скрипт
|Ссылка
de|Inhalt|Umschlag|Titelseite|Daten|Nachrichten|Ohne Datum|Ohne Titel|Zurück|Weiter
|Artikel: {}|Original|Quelle|Autor|Bild|Video|Audio|Eingebettete Seite|Skript|Link
fr|Sommaire|Couverture|Page de titre|Dates|Actualités|Sans date|Sans titre|Précédent
|Suivant|Articles : {}|Original|Source|Auteur|Image|Vidéo|Audio|Page intégrée|Script|Lien
es|Índice|Cubierta|Portada|Fechas|Noticias|Sin fecha|Sin título|Anterior|Siguiente
|Artículos: {}|Original|Fuente|Autor|Imagen|Vídeo|Audio|Página incrustada|Script|Enlace
pt|Índice|Capa|Folha de rosto|Datas|Notícias|Sem data|Sem título|Anterior|Seguinte
|Artigos: {}|Original|Fonte|Autor|Imagem|Vídeo|Áudio|Página incorporada|Script|Ligação
it|Indice|Copertina|Frontespizio|Date|Notizie|Senza data|Senza titolo|Precedente
|Successivo|Articoli: {}|Originale|Fonte|Autore|Immagine|Video|Audio|Pagina incorporata
|Script|Collegamento
"""

_ROWS = _TABLE.strip().replace("\n|", "|").splitlines()
_LABELS = MappingProxyType(
    {language: Labels(*words) for language, *words in (row.split("|") for row in _ROWS)}
)


def labels_for(language: str) -> Labels:
    """Return the words for a BCP 47 tag; English where there is no table."""
    subtags = language.split("-")
    if subtags[0] in {"zh", "yue"} and {"Hant", "TW", "HK", "MO"}.intersection(subtags):
        return _LABELS["zh-Hant"]
    return _LABELS.get(subtags[0], _LABELS["en"])

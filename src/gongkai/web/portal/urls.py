"""The public addresses; an address once given stays."""

from django.urls import path

from gongkai.web.portal import (
    column_views,
    document_views,
    home_views,
    item_views,
    law_views,
    report_list_views,
    report_views,
    search_views,
)

app_name = "portal"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("data/", home_views.data, name="data"),
    path("access/", home_views.access, name="access"),
    path("search/", search_views.search_all, name="search-all"),
    path("search/feed.<slug:kind>", search_views.feed, name="search-all-feed"),
    path("reports/", report_list_views.grid, name="report-grid"),
    path("reports/feed.<slug:kind>", report_list_views.grid_feed, name="report-grid-feed"),
    path("law/", law_views.instruments, name="law"),
    path("law/<slug:instrument>/", law_views.instrument, name="law-instrument"),
    path("law/<slug:instrument>/<int:number>/", law_views.article, name="law-article"),
    path("item/<slug:key>/", item_views.short, name="item-short"),
    path("xxgk/<slug:code>/", column_views.column, name="column"),
    path("xxgk/<slug:code>/guide/", column_views.guide, name="guide"),
    path("xxgk/<slug:code>/rules/", column_views.rules, name="rules"),
    path("xxgk/<slug:code>/items/", item_views.items, name="items"),
    path("xxgk/<slug:code>/items/feed.<slug:kind>", item_views.feed, name="items-feed"),
    path("xxgk/<slug:code>/topics/<str:topic>/", item_views.items, name="topic"),
    path("xxgk/<slug:code>/item/<slug:key>/", item_views.item, name="item"),
    path("xxgk/<slug:code>/item/<slug:key>/files/<int:position>", item_views.attachment, name="item-file"),
    path("xxgk/<slug:code>/documents/", document_views.documents, name="documents"),
    path("xxgk/<slug:code>/documents/feed.<slug:kind>", document_views.feed, name="documents-feed"),
    path("xxgk/<slug:code>/apply/", column_views.apply, name="apply"),
    path("xxgk/<slug:code>/apply/form/", column_views.form, name="apply-form"),
    path("xxgk/<slug:code>/below/", column_views.below, name="below"),
    path("xxgk/<slug:code>/search/", search_views.search_organ, name="search"),
    path("xxgk/<slug:code>/search/feed.<slug:kind>", search_views.feed, name="search-feed"),
    path("xxgk/<slug:code>/reports/", report_list_views.reports, name="reports"),
    path("xxgk/<slug:code>/reports/feed.<slug:kind>", report_list_views.feed, name="reports-feed"),
    path("xxgk/<slug:code>/reports/<int:year>/", report_views.report, name="report"),
    path("xxgk/<slug:code>/reports/<int:year>/v<int:number>.<slug:kind>", report_views.download, name="report-file"),
]

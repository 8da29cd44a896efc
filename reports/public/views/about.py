from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from reports.public.http import public_page


@public_page
def numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about_numbers.html")


@public_page
def levels(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about_levels.html")


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about_accessibility.html")


@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "public/about_privacy.html")

# syntax=docker/dockerfile:1
# One image for web, worker and clock; docker-compose.yml says which command each runs.

FROM python:3.11-slim-bookworm AS packages
RUN pip install --no-cache-dir uv
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /opt/venv \
 && uv pip sync --no-cache --python /opt/venv/bin/python --require-hashes --compile-bytecode /tmp/base.txt


FROM python:3.11-slim-bookworm AS product
# Pango and HarfBuzz print PDF; without harfbuzz-subset printing is slow and warns.
RUN apt-get update \
 && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig-config \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home product \
 && install -d -o product -g product /data/private /data/clock
COPY --from=packages /opt/venv /opt/venv
WORKDIR /srv
COPY manage.py pyproject.toml gunicorn.conf.py ./
COPY bin/healthy.py bin/
COPY config config
COPY core core
COPY incidents incidents
COPY med med
COPY onboarding onboarding
COPY senior senior
COPY fixtures fixtures
COPY static static
COPY templates templates
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    PRIVATE_ROOT=/data/private \
    STATIC_ROOT=/srv/staticfiles
# Settings must be readable to collect files; none of these values stays in the image.
RUN SECRET_KEY=only-for-this-step FIELD_KEYS=b25seS1mb3ItdGhpcy1zdGVwLTAxMjM0NTY3ODlhYmM= DATABASE_URL=postgresql:///none \
    python manage.py collectstatic --no-input --verbosity 0
USER product
EXPOSE 8000
VOLUME /data/private
# Two workers per two cores measured best; one process group, so that a stop reaches all of them.
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--max-requests", "5000", "--max-requests-jitter", "500"]

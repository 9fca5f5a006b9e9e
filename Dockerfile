# The site as one image: `web`, `worker` and `upgrade` are commands of it. The guide is home/guide/running.md.

FROM python:3.11-slim-bookworm AS made
WORKDIR /site
COPY requirements.lock pyproject.toml ./
COPY .ci/site-lock .ci/site-lock
RUN python -m venv .venv \
    && python .ci/site-lock > /tmp/site.lock \
    && .venv/bin/pip install --disable-pip-version-check --no-cache-dir --no-compile \
        --require-hashes --no-deps --only-binary :all: --requirement /tmp/site.lock
COPY manage.py ./
COPY templates templates
COPY home home
COPY capability capability
COPY learning learning
COPY practice practice
RUN EMBEDDED=1 STATIC=/site/static VAR=/tmp/var .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && .venv/bin/python -m compileall -q home capability learning practice .venv/lib

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 alongside && useradd --uid 10001 --gid alongside --no-create-home --shell /usr/sbin/nologin alongside \
    && install --directory --owner alongside --group alongside /var/lib/alongside
COPY --from=made /site /site
WORKDIR /site
ENV PATH=/site/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp \
    STATIC=/site/static VAR=/var/lib/alongside BIND=0.0.0.0:8000
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-m", "home.health", "http://127.0.0.1:8000/healthz"]
CMD ["gunicorn", "--config", "python:home.serving", "home.wsgi"]

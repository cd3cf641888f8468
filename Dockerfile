FROM python:3.13-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends binutils
ARG EXTRAS=metrics
WORKDIR /src
COPY pyproject.toml README.md LICENSE THIRD_PARTY.md constraints.txt ./
COPY bot bot
COPY knowledge knowledge
RUN python -m venv /opt/footnote \
 && /opt/footnote/bin/pip install --no-cache-dir --constraint constraints.txt ".[$EXTRAS]" \
 && /opt/footnote/bin/pip uninstall --yes pip \
 && find /opt/footnote -depth -type d -name tests -exec rm -r {} + \
 && find /opt/footnote -type f -regex '.*\.\(pyi\|pyx\|pxd\|pxi\|h\|c\|a\|dll\)' -delete \
 && find /opt/footnote -path '*/babel/locale-data/*' -regex '.*/[a-z][a-z][a-z]\(_.*\)?\.dat' -delete \
 && find /opt/footnote -type f -name '*.so' ! -path '*/numpy*' ! -path '*/psycopg*' -exec strip --strip-unneeded {} +

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home footnote && install -d -o footnote -m 0700 /data
COPY --from=build /opt/footnote /opt/footnote
ENV PATH=/opt/footnote/bin:$PATH FOOTNOTE_DATA=/data
VOLUME /data
WORKDIR /data
USER 10001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["footnote", "health"]
ENTRYPOINT ["footnote"]

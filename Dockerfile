# The Debian, and so the Python, of the image below.
FROM debian:trixie-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends binutils python3-venv
ARG EXTRAS=metrics
WORKDIR /src
COPY pyproject.toml README.md LICENSE THIRD_PARTY.md constraints.txt ./
COPY bot bot
COPY knowledge knowledge
# rich would colour source code with Pygments, but none is shown.
RUN python3 -m venv /opt/footnote \
 && /opt/footnote/bin/pip install --no-cache-dir --constraint constraints.txt ".[$EXTRAS]" \
 && /opt/footnote/bin/pip uninstall --yes pip pygments \
 && find /opt/footnote -depth -type d -name tests -exec rm -r {} + \
 && find /opt/footnote -type f -regex '.*\.\(pyi\|pyx\|pxd\|pxi\|h\|c\|a\|dll\)' -delete \
 && find /opt/footnote -path '*/babel/locale-data/*' -regex '.*/[a-z][a-z][a-z]\(_.*\)?\.dat' -delete \
 && find /opt/footnote -type f -name '*.so' ! -path '*/numpy*' ! -path '*/psycopg*' -exec strip --strip-unneeded {} +

# Python, the libraries that it needs, certificates and time zones: no shell, no package manager. Its standard library comes
# without bytecode, which nobody could write later as the system is read-only.
FROM gcr.io/distroless/python3-debian13
RUN ["python3", "-m", "compileall", "-q", "/usr/lib/python3.13"]
RUN ["python3", "-c", "import os; os.mkdir('/data', 0o700); os.chown('/data', 10001, 10001)"]
COPY --from=build /opt/footnote /opt/footnote
ENV PATH=/opt/footnote/bin:$PATH HOME=/tmp FOOTNOTE_DATA=/data
VOLUME /data
WORKDIR /data
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["footnote", "health"]
ENTRYPOINT ["footnote"]

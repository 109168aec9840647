# One image for the four services and the command; docker-compose.yml says which container runs what.
# Base images are arguments, so that it also builds where no registry can be reached. Classic builder: no mounts, no heredocs.
ARG BUILD_IMAGE=maven:3-eclipse-temurin-25
ARG NODE_IMAGE=node:22-bookworm-slim
ARG RUNTIME_IMAGE=eclipse-temurin:25-jre

FROM ${NODE_IMAGE} AS node

FROM ${BUILD_IMAGE} AS product
# Any text: take packaging/target/pmm as it lies there, for whoever has just built it.
ARG PREBUILT=
COPY --from=node /usr/local/ /usr/local/
WORKDIR /src
COPY . .
RUN if [ -n "$PREBUILT" ]; then test -f packaging/target/pmm/.built; else ./build product; fi \
    && mv packaging/target/pmm /product

FROM ${RUNTIME_IMAGE}
# Empty: leaves out what makes starts quick, some 310 MB.
ARG START_CACHES=yes
# The folders a volume is mounted on exist here, so that a new volume takes over their owner.
RUN groupadd --gid 10001 pmm \
    && useradd --uid 10001 --gid pmm --no-create-home --home-dir /var/lib/pmm --shell /usr/sbin/nologin pmm \
    && install -d -m 0700 -o pmm -g pmm /var/lib/pmm /run/pmm /run/codec \
    && install -d /run/codecs /run/tokens/ledger /run/tokens/mind /run/tokens/provider \
    && install -d -m 0700 -o pmm -g pmm /run/codecs/openai /run/codecs/python \
      /run/tokens/ledger/mind /run/tokens/ledger/provider /run/tokens/ledger/person \
      /run/tokens/mind/person /run/tokens/provider/mind /run/tokens/provider/person /run/tokens/ui
COPY --from=product /product /opt/pmm
# A mesh of its own talks here for a moment. The jars must lie where they will be run, at the very times that the caches note.
RUN [ -z "$START_CACHES" ] || /opt/pmm/bin/train || echo "Starts stay as they are: everything else works." >&2
ENV PMM_HOME=/var/lib/pmm PMM_RUN_DIR=/run/pmm PMM_TOKEN_DIR=/run/tokens PATH=/opt/pmm/bin:$PATH
USER pmm
WORKDIR /var/lib/pmm
ENTRYPOINT ["/opt/pmm/bin/service"]

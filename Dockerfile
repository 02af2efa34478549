# The image holds one static binary and the certificates it needs for Slack:
# no shell, no package manager. It runs as nobody in particular, on a read-only
# root file system; /data is the only place it writes to, and only with SQLite.

FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=
RUN CGO_ENABLED=0 go build -trimpath -buildvcs=false -ldflags="-s -w -X main.release=${VERSION}" -o /out/rapport ./cmd/rapport \
 && mkdir /out/data

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/rapport /rapport
# A named volume takes over this folder's owner when it is first mounted.
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
VOLUME /data
ENV RAPPORT_DATA=/data
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 CMD ["/rapport", "doctor", "--ready"]
# Rapport hands over open connections on SIGTERM before it leaves.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/rapport"]
CMD ["serve"]

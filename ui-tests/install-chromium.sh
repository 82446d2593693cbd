#!/bin/sh
# Installs a Chromium for the browser tests when the machine has none (and fonts for Chinese, once with it).
set -eu

for browser in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$browser" ] && command -v "$browser" >/dev/null 2>&1; then
    exit 0
  fi
done
if [ -d '/Applications/Google Chrome.app' ]; then
  exit 0
fi

as_root=
if [ "$(id -u)" != 0 ]; then
  as_root=sudo
fi
if command -v apt-get >/dev/null 2>&1; then
  # Another installation may hold the lock: wait up to five minutes instead of failing at once.
  export DEBIAN_FRONTEND=noninteractive
  $as_root apt-get -o DPkg::Lock::Timeout=300 -qq update
  $as_root apt-get -o DPkg::Lock::Timeout=300 -qq install -y --no-install-recommends chromium fonts-noto-cjk
elif command -v dnf >/dev/null 2>&1; then
  $as_root dnf install -y -q chromium google-noto-sans-cjk-fonts
elif command -v pacman >/dev/null 2>&1; then
  $as_root pacman -S --noconfirm --needed chromium noto-fonts-cjk
else
  echo 'No Chromium here, and no package manager known to this script: install Chromium, or set CHROMIUM to its path.' >&2
  exit 1
fi

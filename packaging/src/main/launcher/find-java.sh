# Finds a Java new enough for PMM without starting one. POSIX sh, to be sourced:
#
#   find_java jdk    to build: wants bin/javac
#   find_java jre    to run: bin/java is enough
#
# A product that brings its own runtime names its folder in `product` before it asks: that runtime comes first.
# On success JAVA_HOME is set and exported. Otherwise one plain message goes to standard error and the status is 1.
# The version comes from the file `release` that every JDK, JRE and jlink image carries.

PMM_JAVA_LEAST=25

# java_major HOME: the major version in HOME/release (1 for the old "1.8"), nothing where there is none.
java_major() {
  [ -r "$1/release" ] || return 0
  while IFS= read -r java_line || [ -n "$java_line" ]; do
    case $java_line in
      JAVA_VERSION=*)
        java_line=${java_line#JAVA_VERSION=}
        java_line=${java_line#\"}
        printf '%s' "${java_line%%[!0-9]*}"
        return 0
        ;;
    esac
  done <"$1/release"
}

# java_fits HOME TOOL: HOME holds TOOL and is new enough.
java_fits() {
  [ -n "$1" ] && [ -x "$1/bin/$2" ] || return 1
  java_found=$(java_major "$1")
  [ -n "$java_found" ] && [ "$java_found" -ge "$PMM_JAVA_LEAST" ]
}

# java_home_of COMMAND: the folder above bin/ where COMMAND on the PATH really lies.
java_home_of() {
  java_file=$(command -v "$1") || return 0
  java_hops=0
  while [ -L "$java_file" ] && [ "$java_hops" -lt 20 ]; do
    java_target=$(readlink "$java_file")
    case $java_target in
      /*) java_file=$java_target ;;
      *) java_file=${java_file%/*}/$java_target ;;
    esac
    java_hops=$((java_hops + 1))
  done
  (cd -P "${java_file%/*}/.." 2>/dev/null && pwd)
}

# java_folders: where systems and version managers keep their Javas, one a line. A test gives its own.
java_folders() {
  for java_home in \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* /opt/java-* /usr/local/openjdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /home/linuxbrew/.linuxbrew/opt/openjdk*/libexec \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    "${MISE_DATA_DIR:-$HOME/.local/share/mise}"/installs/java/* \
    "${ASDF_DATA_DIR:-$HOME/.asdf}"/installs/java/* \
    "$HOME"/.jdks/*; do
    printf '%s\n' "$java_home"
  done
}

# java_search TOOL: prints the first home that fits.
java_search() {
  if java_fits "${JAVA_HOME:-}" "$1"; then
    printf '%s' "$JAVA_HOME"
    return 0
  fi
  java_home=$(java_home_of "$1")
  if java_fits "$java_home" "$1"; then
    printf '%s' "$java_home"
    return 0
  fi
  if [ -x /usr/libexec/java_home ]; then
    java_home=$(/usr/libexec/java_home -v "$PMM_JAVA_LEAST+" 2>/dev/null) || java_home=
    if java_fits "$java_home" "$1"; then
      printf '%s' "$java_home"
      return 0
    fi
  fi
  java_folders | while IFS= read -r java_home; do
    if java_fits "$java_home" "$1"; then
      printf '%s' "$java_home"
      break
    fi
  done
}

find_java() {
  case $1 in
    jdk) java_tool=javac java_word="JDK" ;;
    *) java_tool=java java_word="Java" ;;
  esac
  if [ -n "${PMM_JAVA_HOME:-}" ]; then
    if ! java_fits "$PMM_JAVA_HOME" "$java_tool"; then
      java_found=$(java_major "$PMM_JAVA_HOME")
      echo "pmm: PMM_JAVA_HOME is $PMM_JAVA_HOME, of version ${java_found:-unknown}" \
        "(expected: a folder with bin/$java_tool and a file 'release' of version $PMM_JAVA_LEAST or newer)" >&2
      return 1
    fi
    JAVA_HOME=$PMM_JAVA_HOME
  elif [ -n "${product:-}" ] && java_fits "$product/runtime" "$java_tool"; then
    JAVA_HOME=$product/runtime
  else
    java_home=$(java_search "$java_tool")
    if [ -z "$java_home" ]; then
      cat >&2 <<TEXT
pmm: no $java_word $PMM_JAVA_LEAST or newer was found on this machine. Ways out:
  - install one: Debian, Ubuntu: apt install openjdk-25-jdk   Fedora: dnf install java-25-openjdk-devel
                 macOS: brew install openjdk   any system: sdk install java 25-tem, mise use -g java@25, or adoptium.net
  - it is there, but not in a usual place: PMM_JAVA_HOME=/its/folder $0
An older Java may stay the default: only this program uses the newer one.
TEXT
      return 1
    fi
    JAVA_HOME=$java_home
  fi
  export JAVA_HOME
}

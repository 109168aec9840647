package pmm.provider.isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import pmm.rpc.SocketChannel;

/**
 * The one folder in which isolated codecs serve. A codec may write into it, so no link in it is
 * followed: it could lead to the socket of something else.
 */
public final class SocketFolder {

  private static final Pattern NAME =
      Pattern.compile("PART(/PART)?".replace("PART", "[A-Za-z0-9][A-Za-z0-9_.-]{0,63}"));

  private final Path folder;

  /** The folder, which need not be there. */
  public SocketFolder(Path folder) {
    this.folder = folder;
  }

  /** Whether this is the name of a socket, FILE or FOLDER/FILE. */
  public static boolean isName(String socket) {
    return NAME.matcher(socket).matches() && !socket.contains("..");
  }

  /** A connection to a socket that is there, to be made by the first call. */
  SocketChannel connect(String socket) throws CodecBreach {
    return new SocketChannel(find(socket), IsolatedCodec.MAX_MESSAGE_BYTES);
  }

  /** The path of a socket that is there. */
  Path find(String socket) throws CodecBreach {
    if (!isName(socket)) {
      throw new CodecBreach("is said to be at " + CodecBreach.quote(socket) + ", which is no name");
    }
    try {
      Path path = folder.toRealPath().resolve(socket);
      boolean itself =
          path.toRealPath().equals(path)
              && Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                  .isOther();
      if (itself) {
        return path;
      }
    } catch (IOException e) {
      throw new CodecBreach("has no socket at " + folder.resolve(socket));
    }
    throw new CodecBreach("has something else than a socket at " + folder.resolve(socket));
  }
}

package pmm.cli;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the contracts as {@link Json} values: field names as in the contracts, numbers as
 * numbers, times in RFC 3339, enum values in lower case without their prefix.
 */
final class ProtoJson {
  private ProtoJson() {}

  /** Every field of the message; what is unset and could tell "unset" is left out. */
  static Map<String, @Nullable Object> of(Message message) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (field.isMapField()) {
        fields.put(field.getName(), entries((List<?>) message.getField(field)));
      } else if (field.isRepeated()) {
        List<?> items = (List<?>) message.getField(field);
        fields.put(field.getName(), items.stream().map(ProtoJson::value).toList());
      } else if (!field.hasPresence() || message.hasField(field)) {
        fields.put(field.getName(), value(message.getField(field)));
      }
    }
    return fields;
  }

  private static Map<String, @Nullable Object> entries(List<?> entries) {
    Map<String, @Nullable Object> map = new TreeMap<>();
    for (Object each : entries) {
      Message entry = (Message) each;
      List<FieldDescriptor> parts = entry.getDescriptorForType().getFields();
      map.put(String.valueOf(entry.getField(parts.get(0))), value(entry.getField(parts.get(1))));
    }
    return map;
  }

  /** The messages in their order. */
  static List<Map<String, @Nullable Object>> list(List<? extends Message> messages) {
    return messages.stream().map(ProtoJson::of).toList();
  }

  /** An enum value's name without the enum's name before it, in lower case. */
  static String word(EnumValueDescriptor value) {
    String prefix =
        value.getType().getName().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT)
            + "_";
    String name = value.getName();
    return (name.startsWith(prefix) ? name.substring(prefix.length()) : name)
        .toLowerCase(Locale.ROOT);
  }

  private static Object value(Object value) {
    return switch (value) {
      case Timestamp time -> When.instant(time).toString();
      case Duration span -> span.getSeconds() + span.getNanos() / 1e9;
      case Message message -> of(message);
      case EnumValueDescriptor word -> word(word);
      case ByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
      default -> value;
    };
  }
}

package pmm.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the number of an event. */
final class EventId implements ITypeConverter<Long> {
  @Override
  public Long convert(String value) {
    String number = value.startsWith("#") ? value.substring(1) : value;
    if (!number.matches("[1-9]\\d{0,17}")) {
      throw new TypeConversionException(
          "Not the number of an event: "
              + value
              + " (expected: a whole number from 1, such as 42)");
    }
    return Long.parseLong(number);
  }
}

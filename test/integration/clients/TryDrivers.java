import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;

/** Connects to each URL at once, and prints what it shows: the URL's index, milliseconds, and the message in one line. */
public class TryDrivers {
  public static void main(String[] urls) {
    Arrays.stream(urls).parallel().forEach(url -> System.out.println(tried(url)));
  }

  private static String tried(String url) {
    long start = System.nanoTime();
    String shown;
    try {
      DriverManager.getConnection(url, "app_ro", "sandbox").close();
      shown = "connected";
    } catch (SQLException error) {
      shown = error.getMessage().replaceAll("\\s*\\n\\s*", " / ");
    }
    return url + "\t" + (System.nanoTime() - start) / 1_000_000 + "\t" + shown;
  }
}

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;

/** Connects to each URL at once, and prints what it shows: the URL's index, milliseconds, and the message in one line. */
public class TryDrivers {
  public static void main(String[] urls) throws InterruptedException {
    // A thread for each: what they share has as many as the machine has processors.
    Thread[] threads =
        Arrays.stream(urls)
            .map(url -> new Thread(() -> System.out.println(tried(url))))
            .toArray(Thread[]::new);
    for (Thread thread : threads) thread.start();
    for (Thread thread : threads) thread.join();
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

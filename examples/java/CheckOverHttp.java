import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/**
 * Posts a file of goods, a JSON list, to the service of 33_http_service.py and prints the verdicts.
 *
 * <pre>java CheckOverHttp.java returns.json http://127.0.0.1:8000</pre>
 */
public class CheckOverHttp {
    public static void main(String[] arguments) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(arguments[1] + "/check-lines?lang=zh"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofFile(Path.of(arguments[0])))
            .build();
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        System.out.println(answer.body());
        System.exit(answer.statusCode() == 200 ? 0 : 2);
    }
}

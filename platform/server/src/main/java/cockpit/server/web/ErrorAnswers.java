package cockpit.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What a request outside of the pages gets that failed: its status and one sentence, nothing of the inside. */
@RestController
class ErrorAnswers implements ErrorController {

    private static final MediaType PLAIN = new MediaType("text", "plain", StandardCharsets.UTF_8);

    @RequestMapping("/error")
    ResponseEntity<String> failed(HttpServletRequest request) {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        int status = code instanceof Integer number ? number : 404;
        String sentence =
                switch (status) {
                    case 400 -> "请求有误。 The request is malformed.";
                    case 401 -> "请先登录。 Sign in first.";
                    case 403 -> "没有权限。 You may not do this.";
                    case 404 -> "没有这个地址。 There is nothing at this address.";
                    case 405, 406, 415 -> "不支持这种请求。 This kind of request is not served here.";
                    case 413 -> "内容过大。 That is too large.";
                    default ->
                        status < 500
                                ? "请求未被接受。 The request was not accepted."
                                : "服务器出错，请稍后再试。 Something failed; try again later.";
                };
        return ResponseEntity.status(status).contentType(PLAIN).body(sentence + "\n");
    }
}

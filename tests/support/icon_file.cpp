// SPDX-License-Identifier: MIT
#include "support/icon_file.hpp"

#include "image/png.hpp"

#include <catch2/catch_message.hpp>
#include <catch2/catch_test_macros.hpp>

#include <span>

namespace exwm_vr::test {

Image icon_of(Session& session, std::int64_t window, int size) {
    const auto file = session.ctl({"icon", "--size", std::to_string(size), std::to_string(window)});
    auto image = decode_png(std::as_bytes(std::span(file)));
    REQUIRE(image);
    return *image;
}

std::string icon_failure(Session& session, const std::string& window) {
    const auto process = session.start({program("EXWM_VRCTL"), "icon", window});
    CHECK(process->wait() == 1);
    CHECK(process->output().empty());
    return process->errors();
}

} // namespace exwm_vr::test

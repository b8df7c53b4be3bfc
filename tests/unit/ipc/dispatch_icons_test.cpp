// SPDX-License-Identifier: MIT
#include "base/format.hpp"
#include "image/png.hpp"
#include "ipc/base64.hpp"
#include "tests/unit/ipc/talk.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

using namespace exwm_vr;
using namespace exwm_vr::ipc;
using exwm_vr::ipc::test::Reply;
using exwm_vr::ipc::test::Talk;

namespace {

std::string asking(WindowId id, std::string_view more = "") {
    return formatted(":type :surface-icon :surface-id {} {}", id.value, more);
}

std::string reason(Talk& talk, const std::string& message) {
    const Reply reply = talk.say(message);
    CHECK(reply.text("status") == "error");
    return reply.reason();
}

} // namespace

TEST_CASE("an icon comes as the PNG that fits the wish", "[ipc][icons]") {
    Talk talk(GENERATE(1, 2));
    const WindowId id = talk.desktop.add_window("foot", "foot");
    talk.desktop.set_icon(id, "", {16, 48, 128});
    const auto size = [&](std::string_view more) {
        const Reply reply = talk.say(asking(id, more));
        REQUIRE(reply.ok());
        CHECK(reply.integer("surface-id") == static_cast<std::int64_t>(id.value));
        CHECK(reply.integer("icon-serial") == 1);
        const auto file = from_base64(reply.text("png"));
        REQUIRE(file);
        const auto image = decode_png(*file);
        REQUIRE(image);
        CHECK(reply.integer("width") == image->width());
        CHECK(reply.integer("height") == image->height());
        return image->width();
    };
    CHECK(size(":size 1") == 16);
    CHECK(size(":size 16") == 16);
    CHECK(size(":size 17") == 48);
    CHECK(size(":size 1024") == 128);
    CHECK(size("") == 128); // 64 unless given
    CHECK(size(":size nil") == 128);
}

TEST_CASE("a wish for an icon that cannot be met says why", "[ipc][icons]") {
    Talk talk;
    const WindowId id = talk.desktop.add_window("foot", "foot");
    const auto number = std::to_string(id.value);
    CHECK(reason(talk, ":type :surface-icon") == "missing :surface-id");
    CHECK(reason(talk, ":type :surface-icon :surface-id nil") == "missing :surface-id");
    CHECK(reason(talk, ":type :surface-icon :surface-id foot").starts_with("invalid :surface-id"));
    CHECK(reason(talk, ":type :surface-icon :surface-id -1").starts_with("invalid :surface-id"));
    CHECK(reason(talk, ":type :surface-icon :surface-id 5") == "unknown surface: 5");
    CHECK(reason(talk, asking(id)) == "surface " + number + " has no icon");
    talk.desktop.set_icon(id, "accessories-clock", {});
    CHECK(
        reason(talk, asking(id)) ==
        "surface " + number + " has no icon but the name of one: accessories-clock"
    );
    talk.desktop.set_icon(id, "accessories-clock", {16});
    for (const auto* size : {"0", "-1", "1025", "99999999999", "\"48\"", "48.5", "(48)", "t"}) {
        INFO(size);
        CHECK(reason(talk, asking(id, formatted(":size {}", size))).starts_with("invalid :size"));
    }
    CHECK(talk.say(asking(id, ":size 48")).ok());
    talk.desktop.drop_window(id);
    CHECK(reason(talk, asking(id)) == "unknown surface: " + number);
}

TEST_CASE("what is said of a window tells of its icon", "[ipc][icons]") {
    Talk talk(GENERATE(1, 2));
    const WindowId id = talk.desktop.add_window("foot", "foot");
    const auto info = [&] {
        return talk.say(formatted(":type :surface-info :surface-id {}", id.value));
    };
    CHECK(info().has("icon-sizes"));
    CHECK(info().text("icon-sizes").empty());
    CHECK(info().integer("icon-serial") == 0);
    talk.desktop.set_icon(id, "name", {16, 48});
    CHECK(info().text("icon") == "name");
    CHECK(info().text("icon-sizes") == "(16 48)");
    CHECK(info().integer("icon-serial") == 1);
    talk.desktop.set_icon(id, "", {});
    CHECK(info().integer("icon-serial") == 2);
}

TEST_CASE("an icon that fits no message is an error and not half a picture", "[ipc][icons]") {
    Talk talk;
    const WindowId id = talk.desktop.add_window("foot", "foot");
    talk.desktop.set_icon(id, "", {16, 1024});
    talk.desktop.noise = true;
    CHECK(reason(talk, asking(id, ":size 1024")) == "the reply is too large");
    CHECK(talk.say(asking(id, ":size 16")).ok());
}

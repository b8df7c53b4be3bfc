// SPDX-License-Identifier: MIT
// Programs as people have them, unmodified: each is judged by an effect of what it does.
#include "support/session.hpp"

#include <catch2/catch_test_macros.hpp>

#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace exwm_vr::test {
namespace {

std::string folder_file(const Session& session, const std::string& name) {
    return (session.folder() / name).string();
}

bool png_of_size(const std::string& path, int width, int height) {
    const auto bytes = read_file(path);
    const auto number = [&](std::size_t at) {
        int value = 0;
        for (std::size_t i = at; i < at + 4; ++i) {
            value = value * 256 + static_cast<unsigned char>(bytes.at(i));
        }
        return value;
    };
    return bytes.starts_with("\x89PNG") && number(16) == width && number(20) == height;
}

TEST_CASE("weston-simple-shm animates") {
    Session session;
    const auto client = session.start({"weston-simple-shm"});
    session.wait_for_window([](const auto&) { return true; }, "of weston-simple-shm");
    const auto first = session.wait_for_picture(
        [](const auto& image) { return count_colours(image, image.bounds()) > 10; }, "a pattern"
    );
    session.wait_for_picture(
        [&](const auto& image) { return image != first; }, "another frame than the first"
    );
}

TEST_CASE("weston-flower shows its flower") {
    Session session;
    const auto client = session.start({"weston-flower"});
    session.wait_for_window([](const auto&) { return true; }, "of weston-flower");
    session.wait_for_picture(
        [](const auto& image) { return count_colours(image, image.bounds()) > 3; }, "a flower"
    );
}

TEST_CASE("a GTK 4 program draws itself") {
    Session session;
    const auto client = session.start({"gtk4-demo"});
    const auto window = session.wait_for_window("gtk4-demo");
    CHECK(window.box == Box{0, 0, 1280, 720});
    session.wait_for_picture(
        [](const auto& image) { return count_colours(image, image.bounds()) >= 64; }, "widgets"
    );
}

TEST_CASE("a GTK 3 program draws itself") {
    Session session;
    const auto client = session.start({"gtk3-widget-factory"});
    session.wait_for_window([](const auto&) { return true; }, "of gtk3-widget-factory");
    session.wait_for_picture(
        [](const auto& image) { return count_colours(image, image.bounds()) >= 64; }, "widgets"
    );
}

TEST_CASE("a Qt program draws itself and takes text") {
    Session session;
    const auto client = session.start({"featherpad", "--standalone"});
    session.wait_for_window(
        [](const auto& window) { return window.app_id.contains("featherpad"); }, "of featherpad"
    );
    session.wait_for_picture(
        [](const auto& image) { return count_colours(image, image.bounds()) >= 16; }, "an editor"
    );
    session.ctl({"type", "hello"});
    // The title says that the document was changed.
    session.wait_for_window(
        [](const auto& window) { return window.title.contains('*'); }, "with changed text"
    );
}

TEST_CASE("grim takes a picture of an output") {
    Session session;
    const auto file = folder_file(session, "grim.png");
    session.run({"grim", "-o", "HEADLESS-1", file});
    CHECK(png_of_size(file, 1280, 720));
}

TEST_CASE("slurp selects what the pointer drags over") {
    Session session;
    const auto slurp = session.start({"slurp"});
    // Its overlay dims the screen: then it is ready for the pointer.
    session.wait_for_picture(
        [](const auto& image) { return count_pixels(image, {0, 0, 0, 255}) < 1000; }, "an overlay"
    );
    session.ctl({"drag", "100", "100", "300", "250"});
    CHECK(slurp->wait() == 0);
    CHECK(slurp->output().starts_with("100,100 20"));
}

TEST_CASE("wl-copy and wl-paste pass text, by data-control and by focus") {
    Session session;
    // wl-copy serves the clipboard from a process that it leaves behind.
    const auto clipboard = session.start({"wl-copy"}, "clip board ü");
    CHECK(clipboard->wait() == 0);
    CHECK(session.run({"wl-paste", "--no-newline"}) == "clip board ü");
    const auto primary = session.start({"wl-copy", "--primary"}, "primary");
    CHECK(primary->wait() == 0);
    CHECK(session.run({"wl-paste", "--no-newline", "--primary"}) == "primary");
    CHECK(session.run({"wl-paste", "--no-newline"}) == "clip board ü");
}

TEST_CASE("wlr-randr lists and changes outputs") {
    Session session(
        {.outputs = {"1280x720@75", "right:800x600*1.5"}, .config = {}, .arguments = {}}
    );
    const auto listed = session.run({"wlr-randr"});
    CHECK(listed.contains("HEADLESS-1"));
    CHECK(listed.contains("1280x720 px, 75.000000 Hz"));
    CHECK(listed.contains("right"));
    CHECK(listed.contains("Scale: 1.500000"));
    session.run({"wlr-randr", "--output", "right", "--custom-mode", "1024x768", "--scale", "2"});
    const auto changed = session.run({"wlr-randr"});
    CHECK(changed.contains("1024x768 px"));
    CHECK(changed.contains("Scale: 2.000000"));
    session.run({"wlr-randr", "--output", "right", "--off"});
    CHECK(session.run({"wlr-randr"}).contains("Enabled: no"));
}

TEST_CASE("wtype types into a terminal") {
    Session session;
    const auto typed = folder_file(session, "typed");
    const auto foot = session.start({"foot", "-e", "sh", "-c", "head -n 1 > " + typed});
    session.wait_for_window("foot");
    session.run({"wtype", "grüße €\n"});
    foot->wait();
    CHECK(read_file(typed) == "grüße €\n");
}

TEST_CASE("exwm-vrctl types into a terminal") {
    Session session;
    const auto typed = folder_file(session, "typed");
    const auto foot = session.start({"foot", "-e", "sh", "-c", "head -n 1 > " + typed});
    session.wait_for_window("foot");
    session.ctl({"type", "naïve → ok\n"});
    foot->wait();
    CHECK(read_file(typed) == "naïve → ok\n");
}

TEST_CASE("wayland-info finds what a desktop needs") {
    Session session;
    const auto info = session.run({"wayland-info"});
    for (const auto* interface :
         {"wl_compositor",
          "wl_subcompositor",
          "wl_shm",
          "xdg_wm_base",
          "zxdg_decoration_manager_v1",
          "org_kde_kwin_server_decoration_manager",
          "zwlr_layer_shell_v1",
          "wl_seat",
          "wl_data_device_manager",
          "zwp_primary_selection_device_manager_v1",
          "ext_data_control_manager_v1",
          "zwlr_data_control_manager_v1",
          "wp_viewporter",
          "wp_fractional_scale_manager_v1",
          "wp_presentation",
          "wp_single_pixel_buffer_manager_v1",
          "wp_cursor_shape_manager_v1",
          "zxdg_output_manager_v1",
          "zwlr_output_manager_v1",
          "zwlr_output_power_manager_v1",
          "zwlr_screencopy_manager_v1",
          "ext_image_copy_capture_manager_v1",
          "ext_output_image_capture_source_manager_v1",
          "ext_foreign_toplevel_image_capture_source_manager_v1",
          "ext_foreign_toplevel_list_v1",
          "zwlr_foreign_toplevel_manager_v1",
          "zwp_virtual_keyboard_manager_v1",
          "zwlr_virtual_pointer_manager_v1",
          "xdg_activation_v1",
          "ext_idle_notifier_v1",
          "zwp_idle_inhibit_manager_v1",
          "wp_alpha_modifier_v1",
          "wp_content_type_manager_v1",
          "wp_security_context_manager_v1"}) {
        INFO(interface);
        CHECK(info.contains(std::string("'") + interface + "'"));
    }
}

TEST_CASE("waybar reserves its place and windows keep out of it") {
    Session session;
    const auto foot = session.start({"foot", "-e", "cat"});
    session.wait_for_window("foot");
    // Modules that look at no hardware, and the message bus that a desktop session has.
    const auto config = folder_file(session, "waybar.json");
    std::ofstream(config) << R"({"position": "top", "height": 30, "modules-left": ["clock"]})";
    const auto waybar = session.start({"dbus-run-session", "--", "waybar", "--config", config});
    const auto beside = session.wait_for_window(
        [](const auto& window) { return window.box.y > 0; }, "below the bar"
    );
    CHECK(beside.box.y + beside.box.height == 720);
    waybar->signal_group(SIGTERM);
    session.wait_for_window(
        [](const auto& window) { return window.box == Box{0, 0, 1280, 720}; }, "with all the room"
    );
}

TEST_CASE("fuzzel takes the keyboard, and gives it back") {
    Session session;
    const auto typed = folder_file(session, "typed");
    const auto foot = session.start({"foot", "-e", "sh", "-c", "head -n 1 > " + typed});
    session.wait_for_window("foot");
    const auto before = session.screenshot();
    const auto fuzzel = session.start({"fuzzel", "--dmenu"}, "alpha\nbeta\n");
    session.wait_for_picture(
        [&](const auto& image) {
            return count_colours(image, {300, 200, 680, 320}) >
                   count_colours(before, {300, 200, 680, 320}) + 3;
        },
        "a launcher"
    );
    session.ctl({"type", "beta\n"});
    CHECK(fuzzel->wait() == 0);
    CHECK(fuzzel->output() == "beta\n");
    session.ctl({"type", "back\n"});
    foot->wait();
    CHECK(read_file(typed) == "back\n");
}

} // namespace
} // namespace exwm_vr::test

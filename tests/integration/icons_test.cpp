// SPDX-License-Identifier: MIT
// Icons that Wayland programs give their windows.
#include "base/fd.hpp"
#include "image/png.hpp"
#include "support/icon_file.hpp"
#include "support/wayland_client.hpp"
#include "support/wayland_object.hpp"

#include <catch2/catch_test_macros.hpp>
#include <wayland-client-protocol.h>

#include <sys/mman.h>
#include <unistd.h>
#include <xdg-toplevel-icon-v1-client-protocol.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace exwm_vr::test {
namespace {

constexpr std::uint32_t red = 0xffff0000;
constexpr std::uint32_t green = 0xff00ff00;
constexpr Pixel red_pixel{255, 0, 0, 255};
constexpr Pixel green_pixel{0, 255, 0, 255};

using Sizes = std::vector<std::int64_t>;

/// A square of shared memory in one colour.
class Square {
public:
    Square(wl_shm* shm, int side, std::uint32_t colour, std::uint32_t format)
        : file_(memfd_create("icon", MFD_CLOEXEC)) {
        const int stride = side * static_cast<int>(sizeof(colour));
        const int bytes = stride * side;
        REQUIRE(ftruncate(file_.get(), bytes) == 0);
        fill(side, colour);
        const Object<wl_shm_pool, wl_shm_pool_destroy> pool(
            wl_shm_create_pool(shm, file_.get(), bytes)
        );
        buffer_.reset(wl_shm_pool_create_buffer(pool.get(), 0, side, side, stride, format));
    }

    [[nodiscard]] wl_buffer* get() const { return buffer_.get(); }

    void fill(int side, std::uint32_t colour) {
        const std::vector<std::uint32_t> pixels(static_cast<std::size_t>(side) * side, colour);
        const auto bytes = std::as_bytes(std::span(pixels));
        REQUIRE(
            pwrite(file_.get(), bytes.data(), bytes.size(), 0) == static_cast<ssize_t>(bytes.size())
        );
    }

    void cut() { REQUIRE(ftruncate(file_.get(), 0) == 0); }

private:
    Fd file_;
    Object<wl_buffer, wl_buffer_destroy> buffer_;
};

struct Desktop {
    Session session;
    WaylandClient client{(session.folder() / session.display()).string()};
    std::unique_ptr<WaylandWindow> window;
    Object<wl_shm, wl_shm_destroy> shm;
    Object<xdg_toplevel_icon_manager_v1, xdg_toplevel_icon_manager_v1_destroy> manager;
    std::vector<std::unique_ptr<Square>> squares;

    using Icon = Object<xdg_toplevel_icon_v1, xdg_toplevel_icon_v1_destroy>;

    Desktop() {
        WaylandWindow::Options options;
        options.app_id = "window";
        window = std::make_unique<WaylandWindow>(client, options);
        session.wait_for_window("window");
        bind_global(client.connection(), shm, wl_shm_interface);
        bind_global(client.connection(), manager, xdg_toplevel_icon_manager_v1_interface);
    }

    [[nodiscard]] Icon icon() const {
        return Icon(xdg_toplevel_icon_manager_v1_create_icon(manager.get()));
    }

    Square&
    add(const Icon& icon,
        int side,
        std::uint32_t colour,
        int scale = 1,
        std::uint32_t format = WL_SHM_FORMAT_ARGB8888) {
        auto& square =
            *squares.emplace_back(std::make_unique<Square>(shm.get(), side, colour, format));
        xdg_toplevel_icon_v1_add_buffer(icon.get(), square.get(), scale);
        return square;
    }

    void set(xdg_toplevel_icon_v1* icon) {
        xdg_toplevel_icon_manager_v1_set_icon(manager.get(), window->toplevel(), icon);
        client.roundtrip();
    }

    Window wait_for(const Sizes& sizes) {
        return session.wait_for_window(
            [&](const Window& w) { return w.icon_sizes == sizes; }, "with these icons"
        );
    }
};

TEST_CASE("pictures that a program gives as an icon are listed and written as PNG") {
    Desktop desktop;
    const auto before = desktop.wait_for({});
    CHECK(before.icon_serial == 0);
    {
        const auto icon = desktop.icon();
        desktop.add(icon, 48, green);
        desktop.add(icon, 16, red);
        desktop.add(icon, 96, 0x12ff0000, 2, WL_SHM_FORMAT_XRGB8888);
        desktop.set(icon.get());
    }
    const auto window = desktop.wait_for({16, 48, 96});
    CHECK(window.icon_serial == 1);
    CHECK(window.icon.empty());
    const auto written = [&](int size) { return icon_of(desktop.session, window.id, size); };
    CHECK(written(16).size() == Size{16, 16});
    CHECK(written(16).pixel(15, 15) == red_pixel);
    CHECK(written(17).size() == Size{48, 48});
    CHECK(written(17).pixel(0, 0) == green_pixel);
    CHECK(written(1024).size() == Size{96, 96});
    CHECK(written(1024).pixel(0, 0) == red_pixel); // a format without alpha has none

    const auto file = (desktop.session.folder() / "icon.png").string();
    const auto said =
        desktop.session.ctl({"icon", "--json", "--size", "48", std::to_string(window.id), file});
    CHECK(said.contains(R"("width": 48)"));
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
    const auto image = decode_png(std::as_bytes(std::span(bytes)));
    REQUIRE(image);
    CHECK(image->size() == Size{48, 48});
    const auto listed = desktop.session.ctl({"--json", "list"});
    CHECK(listed.contains(R"("icon_serial": 1)"));
}

TEST_CASE("another icon is told of, and its end") {
    Desktop desktop;
    const auto first = desktop.icon();
    desktop.add(first, 32, red);
    desktop.set(first.get());
    const auto window = desktop.wait_for({32});
    const auto second = desktop.icon();
    desktop.add(second, 32, green);
    desktop.set(second.get());
    // Of the same size, so that the serial alone says so; what waits here wakes at events.
    const auto other = desktop.session.wait_for_window(
        [&](const Window& w) { return w.icon_serial != window.icon_serial; }, "with another icon"
    );
    CHECK(other.icon_sizes == Sizes{32});
    CHECK(icon_of(desktop.session, window.id, 32).pixel(0, 0) == green_pixel);
    desktop.set(nullptr);
    const auto none = desktop.wait_for({});
    CHECK(none.icon_serial != other.icon_serial);
    CHECK(icon_failure(desktop.session, std::to_string(window.id)).contains("has no icon"));
}

TEST_CASE("an icon stays when its program uses the memory for something else") {
    Desktop desktop;
    auto icon = desktop.icon();
    auto& square = desktop.add(icon, 32, red);
    desktop.set(icon.get());
    icon.reset();
    desktop.client.roundtrip();
    square.fill(32, green);
    const auto window = desktop.wait_for({32});
    CHECK(icon_of(desktop.session, window.id, 32).pixel(0, 0) == red_pixel);
    square.cut();
    desktop.squares.clear();
    desktop.client.roundtrip();
    CHECK(icon_of(desktop.session, window.id, 32).pixel(0, 0) == red_pixel);
}

TEST_CASE("icons that are too large, too many or not there any more do no harm") {
    Desktop desktop;
    const auto icon = desktop.icon();
    desktop.add(icon, 1025, red);
    desktop.add(icon, 16, red);
    desktop.set(icon.get());
    desktop.wait_for({16});

    const auto many = desktop.icon();
    Sizes kept;
    for (int side = 1; side <= 20; ++side) {
        desktop.add(many, side, red);
        if (side <= 16) {
            kept.push_back(side);
        }
    }
    desktop.set(many.get());
    desktop.wait_for(kept);

    // Its file has become shorter than the compositor was told.
    const auto cut = desktop.icon();
    desktop.add(cut, 64, red).cut();
    xdg_toplevel_icon_manager_v1_set_icon(
        desktop.manager.get(), desktop.window->toplevel(), cut.get()
    );
    wl_display_roundtrip(desktop.client.connection().display());
    desktop.session.request(":type :ping"); // it lives
}

TEST_CASE("an icon that cannot be had is an error that says why") {
    Desktop desktop;
    const auto id = std::to_string(desktop.session.wait_for_window("window").id);
    CHECK(icon_failure(desktop.session, id).contains("surface " + id + " has no icon"));
    const auto icon = desktop.icon();
    xdg_toplevel_icon_v1_set_name(icon.get(), "accessories-clock");
    desktop.set(icon.get());
    CHECK(icon_failure(desktop.session, id).contains("but the name of one: accessories-clock"));
    const auto picture = desktop.icon();
    desktop.add(picture, 16, red);
    desktop.set(picture.get());
    desktop.wait_for({16});
    desktop.window.reset();
    desktop.client.roundtrip();
    desktop.session.wait_for_no_window("window");
    CHECK(icon_failure(desktop.session, id).contains("unknown surface: " + id));
}

} // namespace
} // namespace exwm_vr::test

// SPDX-License-Identifier: MIT
// coloured-window APP-ID RED GREEN BLUE [FUNCTION PRIMARIES]: a window of one colour, each part of
// it from 0 to 255. With the last two, numbers of color-management-v1, it says what the colour
// means; it ends with 3 where the compositor does not know them.
#include "client_window.hpp"

#include <color-management-v1-client-protocol.h>

using namespace exwm_vr;
using test::give_up;

namespace {

void describe(
    ctl::Connection& connection,
    wl_surface* surface,
    std::uint32_t function,
    std::uint32_t primaries
) {
    auto* const manager =
        test::bind<wp_color_manager_v1>(connection, wp_color_manager_v1_interface);
    auto* const params = wp_color_manager_v1_create_parametric_creator(manager);
    wp_image_description_creator_params_v1_set_tf_named(params, function);
    wp_image_description_creator_params_v1_set_primaries_named(params, primaries);
    auto* const description = wp_image_description_creator_params_v1_create(params);
    static constexpr wp_image_description_v1_listener events{
        .failed = [](void*, auto*, auto, const char* why) { give_up(why, 3); },
        .ready = [](void* ready, auto*, auto) { *static_cast<bool*>(ready) = true; },
        .ready2 = nullptr
    };
    bool ready = false;
    wp_image_description_v1_add_listener(description, &events, &ready);
    const auto known =
        connection.wait_until([&] { return ready; }, ctl::Deadline::after(ctl::patience));
    if (!known) {
        give_up(known.error().message, 3);
    }
    wp_color_management_surface_v1_set_image_description(
        wp_color_manager_v1_get_surface(manager, surface),
        description,
        WP_COLOR_MANAGER_V1_RENDER_INTENT_PERCEPTUAL
    );
}

} // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 5 && arguments.size() != 7) {
        give_up("expected APP-ID RED GREEN BLUE [FUNCTION PRIMARIES]", 2);
    }
    std::vector<std::uint32_t> numbers;
    for (const char* const text : arguments.subspan(2)) {
        numbers.push_back(static_cast<std::uint32_t>(std::strtoul(text, nullptr, 10)));
    }
    const auto connection = test::connect();
    auto* const buffer =
        test::make_buffer(*connection, numbers[0] << 16U | numbers[1] << 8U | numbers[2]);
    test::ClientWindow window(*connection, arguments[1], [&] {
        window.attach(buffer);
        wl_surface_commit(window.surface());
    });
    if (numbers.size() > 3) {
        describe(*connection, window.surface(), numbers[3], numbers[4]);
    }
    window.show();
    test::run(*connection);
}

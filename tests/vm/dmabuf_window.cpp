// SPDX-License-Identifier: MIT
// dmabuf-window APP-ID CARD RRGGBB: a window of one colour in the memory of a card, pixel by pixel
// as large as the window is.
#include "client_window.hpp"
#include "dmabuf.hpp"

using namespace exwm_vr;
using test::give_up;

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() != 4) {
        give_up("expected APP-ID CARD RRGGBB", 2);
    }
    const auto connection = test::connect();
    const auto card = test::open_device(arguments[2]);
    const auto colour = static_cast<std::uint32_t>(std::strtoul(arguments[3], nullptr, 16));
    test::ClientWindow window(*connection, arguments[1], [&] {
        window.attach(test::make_dmabuf(*connection, card.get(), window.size(), colour));
        wl_surface_commit(window.surface());
    });
    window.show();
    test::run(*connection);
}

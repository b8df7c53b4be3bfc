// SPDX-License-Identifier: MIT
// What a container gets besides a GPU: outputs and input by a seat, serial devices.
#include "passthrough/launch/nodes.hpp"
#include "passthrough/launch/seat_parts.hpp"

namespace exwm_vr::launch {
namespace {

using policy::Guest;
using policy::SeatSource;

Result<void> add_named(
    const std::vector<std::string>& names,
    const std::vector<Node>& nodes,
    Role role,
    std::string_view why,
    const Wishes& wishes,
    Plan& plan
) {
    for (const auto& name : names) {
        const auto node = node_named(name, nodes, role);
        if (!node) {
            return std::unexpected(node.error());
        }
        add_device(plan, wishes, role, **node, std::string(why));
    }
    return {};
}

/// libdrm takes a card for one only where a file has its name, also when it was opened already.
void add_card_names(const std::vector<const HostGpu*>& gpus, Plan& plan) {
    for (const auto* gpu : gpus) {
        if (gpu->card && gpu->device.drives_outputs()) {
            plan.mounts.push_back(
                {.source = "/dev/null",
                 .target = gpu->card->path,
                 .read_only = true,
                 .why = "the card's name and nothing else, for libdrm: seatd opens the card"}
            );
        }
    }
}

} // namespace

Result<void> add_seat(
    const Guest& guest,
    const Host& host,
    const Wishes& wishes,
    const std::vector<const HostGpu*>& gpus,
    Plan& plan
) {
    if (guest.seat == SeatSource::none) {
        return guest.drives_outputs
                   ? fail("it drives outputs, so it needs a seat: the socket of seatd, or devices")
                   : Result<void>();
    }
    plan.mounts.push_back(
        {.source = "/run/udev",
         .target = "/run/udev",
         .read_only = true,
         .why = "says which node is a keyboard and which a mouse"}
    );
    if (guest.seat == SeatSource::socket) {
        if (host.seat_socket.empty()) {
            return fail("seatd does not run on the host: install it and start seatd.service");
        }
        plan.mounts.push_back(
            {.source = host.seat_socket,
             .target = "/run/seatd.sock",
             .why = "seatd opens cards and input devices for it and takes them back"}
        );
        plan.seat_group = host.seat_socket_gid;
        plan.seat_socket = true;
        if (guest.drives_outputs) {
            add_card_names(gpus, plan);
        }
        plan.environment.push_back({"LIBSEAT_BACKEND", "seatd", "by the host's seatd"});
        plan.environment.push_back({"SEATD_SOCK", "/run/seatd.sock", "where it is"});
        if (!guest.inputs.empty()) {
            plan.warnings.emplace_back(
                "seatd hands over every input device of the seat, not only "
                "those that are named"
            );
        }
    } else {
        plan.environment.push_back(
            {"LIBSEAT_BACKEND", "builtin", "it opens the nodes that it was given itself"}
        );
        plan.environment.push_back({"SEATD_VTBOUND", "0", "its seat has no text terminals"});
        if (guest.inputs.empty()) {
            plan.warnings.emplace_back("no input devices are named for its seat: it gets none");
        }
        if (auto done =
                add_named(guest.inputs, host.inputs, Role::input, "of its seat", wishes, plan);
            !done) {
            return done;
        }
    }
    if (plan.network != policy::Network::host) {
        plan.warnings.emplace_back(
            "monitors and devices that are plugged in later are told of in the host's network "
            "namespace only, which it is not in"
        );
    }
    return {};
}

Result<void>
add_other_devices(const Guest& guest, const Host& host, const Wishes& wishes, Plan& plan) {
    if (auto done = add_named(
            guest.serials, host.serials, Role::serial, "a serial device it reads", wishes, plan
        );
        !done) {
        return done;
    }
    if (guest.uinput) {
        if (!host.uinput) {
            return fail("there is no /dev/uinput: load the module uinput");
        }
        add_device(plan, wishes, Role::uinput, *host.uinput, "makes input devices");
        plan.warnings.emplace_back(
            "with /dev/uinput it can type into every session of the host, its own as well"
        );
    }
    return {};
}

} // namespace exwm_vr::launch

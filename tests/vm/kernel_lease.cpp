// SPDX-License-Identifier: MIT
// Does to leases behind a compositor's back what the kernel or another program could do: root only.
//
//   kernel-lease PID revoke           ends all leases of the card that the process PID drives
//   kernel-lease PID take CONNECTOR   leases a connector itself, says "taken", and keeps it
#include "base/fd.hpp"
#include "base/format.hpp"
#include "kms_objects.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

using namespace exwm_vr;
using namespace exwm_vr::test;

namespace {

/// The descriptor by which a process is master of a card.
Fd master_of(int pid) {
    const Fd process(static_cast<int>(syscall(SYS_pidfd_open, pid, 0)));
    constexpr int most = 1024;
    for (int number = 0; number < most; ++number) {
        Fd fd(static_cast<int>(syscall(SYS_pidfd_getfd, process.get(), number, 0)));
        if (fd && drmGetNodeTypeFromFd(fd.get()) == DRM_NODE_PRIMARY && drmIsMaster(fd.get())) {
            return fd;
        }
    }
    return {};
}

int revoke(int card) {
    const Lessees lessees(drmModeListLessees(card));
    if (!lessees || lessees->count == 0) {
        return 1;
    }
    for (const auto id : std::span(lessees->lessees, lessees->count)) {
        if (drmModeRevokeLease(card, id) != 0) {
            return 1;
        }
    }
    return 0;
}

/// A CRTC that can show pictures on a connector, by its place among the card's; -1: none.
int crtc_for(int card, const drmModeConnector& connector) {
    for (const auto id :
         std::span(connector.encoders, static_cast<std::size_t>(connector.count_encoders))) {
        const Encoder encoder(drmModeGetEncoder(card, id));
        if (encoder && encoder->possible_crtcs != 0) {
            return __builtin_ctz(encoder->possible_crtcs);
        }
    }
    return -1;
}

int take(int card, std::uint32_t wanted) {
    const Resources resources(drmModeGetResources(card));
    const Connector connector(drmModeGetConnector(card, wanted));
    const int crtc = resources && connector ? crtc_for(card, *connector) : -1;
    const Planes planes(drmModeGetPlaneResources(card));
    if (crtc < 0 || !planes) {
        return 1;
    }
    for (const auto id : std::span(planes->planes, planes->count_planes)) {
        const Plane plane(drmModeGetPlane(card, id));
        if (!plane || (plane->possible_crtcs & (1U << static_cast<unsigned>(crtc))) == 0) {
            continue;
        }
        std::array objects{wanted, resources->crtcs[crtc], id};
        std::uint32_t lessee = 0;
        const Fd lease(
            drmModeCreateLease(card, objects.data(), objects.size(), O_CLOEXEC, &lessee)
        );
        if (lease) {
            print_to(stdout, "taken\n");
            std::fflush(stdout);
            pause();
            return 0;
        }
    }
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    const std::span arguments(argv, static_cast<std::size_t>(argc));
    if (arguments.size() < 3) {
        return 2;
    }
    const auto card = master_of(std::atoi(arguments[1]));
    if (!card) {
        return 1;
    }
    if (std::string_view(arguments[2]) == "revoke") {
        return revoke(card.get());
    }
    return arguments.size() > 3
               ? take(card.get(), static_cast<std::uint32_t>(std::atoi(arguments[3])))
               : 2;
}

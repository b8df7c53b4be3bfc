// SPDX-License-Identifier: MIT
#include "ctl/wayland/screenshot.hpp"

#include "base/format.hpp"
#include "ctl/wayland/capture_session.hpp"
#include "ctl/wayland/wlr_screencopy.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace exwm_vr::ctl {

namespace {

constexpr int largest_side = 32767;

/// Names the output or window in what went wrong.
std::unexpected<Failure> failure_for(std::string_view what, std::string_view name, Failure why) {
    if (why.kind == Failure::Kind::timed_out) {
        return timed_out("no picture of {} {} in time: it may be turned off", what, name);
    }
    return std::unexpected(
        Failure(formatted("no picture of {} {}: {}", what, name, why.message), why.kind)
    );
}

Outcome<Image> capture_once(Result<std::unique_ptr<CaptureSession>> session, Deadline deadline) {
    if (!session) {
        return std::unexpected(session.error());
    }
    return (*session)->next(deadline);
}

/// Physical px per logical px. Logical sizes are rounded, so the exact scale is lost; real ones
/// are multiples of 1/120, as fractional-scale sends them.
double scale_of(const Image& image, Box box) {
    return std::max(1.0, std::round(120.0 * image.width() / box.width)) / 120.0;
}

} // namespace

Outcome<Image> capture_output(
    Connection& connection, const WaylandOutput& output, bool cursor, Deadline deadline
) {
    auto image = CaptureSession::offered(connection)
                     ? capture_once(CaptureSession::of_output(connection, output, cursor), deadline)
                     : capture_by_wlr_screencopy(connection, output, cursor, deadline);
    if (!image) {
        return failure_for("output", output.name, std::move(image.error()));
    }
    image->make_opaque(); // whatever the format says, an output shows nothing through
    return image;
}

Outcome<Image>
capture_window(Connection& connection, const Toplevel& window, bool cursor, Deadline deadline) {
    auto image = capture_once(CaptureSession::of_window(connection, window, cursor), deadline);
    if (!image) {
        return failure_for("window", window.identifier, std::move(image.error()));
    }
    return image;
}

Outcome<Image> capture_layout(
    Connection& connection,
    const Outputs& outputs,
    std::optional<Box> region,
    bool cursor,
    Deadline deadline
) {
    const Box area = region.value_or(outputs.layout_box());
    std::vector<Image> images;
    std::vector<Box> boxes;
    double scale = 0;
    for (const WaylandOutput* output : outputs.all()) {
        if (output->box().intersection(area).empty()) {
            continue;
        }
        auto image = capture_output(connection, *output, cursor, deadline);
        if (!image) {
            return image;
        }
        scale = std::max(scale, scale_of(*image, output->box()));
        boxes.push_back(output->box());
        images.push_back(std::move(*image));
    }
    if (images.empty()) {
        return fail(
            "no output shows {},{} {}x{}; there are: {}",
            area.x,
            area.y,
            area.width,
            area.height,
            outputs.names()
        );
    }
    // pixman counts in 16 bits.
    if (area.width * scale > largest_side || area.height * scale > largest_side) {
        return fail(
            "a picture of {}x{} at scale {} is too large: at most {} px on a side",
            area.width,
            area.height,
            scale,
            largest_side
        );
    }
    std::vector<Tile> tiles;
    tiles.reserve(images.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
        tiles.push_back({&images[i], boxes[i]});
    }
    return compose(tiles, area, scale);
}

} // namespace exwm_vr::ctl

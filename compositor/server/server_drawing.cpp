// SPDX-License-Identifier: MIT
// What draws is lost, or its memory: another renderer, new buffers, and clients' pictures again.
#include "base/log.hpp"
#include "server/server.hpp"

#include <utility>

namespace exwm_vr::server {

void Server::renderer_lost() {
    log::warn("the GPU was reset: all is drawn anew");
    tries_.reset();
    // Until another one draws, each frame would say it again, and there would be no end of tries.
    renderer_lost_.disconnect();
    // Not from within the renderer, which is about to go.
    draw_anew_ = LoopCallback::idle(loop_, [this] { draw_anew(); });
}

void Server::draw_anew() {
    draw_again_.reset();
    auto fresh = settings_.draw(settings_.graphics, graphics_.backend.get());
    if (fresh && (!fresh->software || software_at_start_)) {
        draw_with(std::move(*fresh));
        return;
    }
    // The GPU may still be in its reset.
    const auto why = fresh ? fresh->text : fresh.error().message;
    const auto wait_ms = tries_.next();
    if (wait_ms) {
        log::warn("the GPU does not draw yet ({}): it is tried again in {} ms", why, *wait_ms);
        draw_again_ = LoopCallback::timer(loop_, [this] { draw_anew(); });
        draw_again_.arm(*wait_ms);
    }
    if (!stop_gap_) {
        // Better slow and without what needs the GPU than an end of all programs.
        if (!fresh) {
            fresh = settings_.draw_stop_gap(settings_.graphics, why, graphics_.backend.get());
        }
        if (fresh) {
            draw_with(std::move(*fresh));
            stop_gap_ = true;
        }
    }
    if (wait_ms) {
        return;
    }
    if (stop_gap_) {
        log::error("the GPU does not draw any more ({}): the CPU does", why);
    } else {
        log::error("nothing can be drawn any more ({}): {}", why, fresh.error().message);
        stop(1);
    }
}

void Server::draw_with(Drawing fresh) {
    stop_gap_ = false;
    client_pictures_.save();
    {
        // What is lost goes last: outputs and surfaces let go of it first.
        const auto lost = std::exchange(graphics_.drawing, std::move(fresh));
        const auto& drawing = graphics_.drawing;
        renderer_lost_.connect(drawing.renderer->events.lost);
        wlr_compositor_set_renderer(graphics_.compositor, drawing.renderer.get());
        capture_.draw_with(drawing.renderer.get(), drawing.allocator.get());
        draw_all();
    }
    if (const auto gone = client_pictures_.restore(*graphics_.drawing.renderer); gone != 0) {
        log::warn("{} pictures are gone until the programs draw them again", gone);
    }
    log::info("{}", graphics_.drawing.text);
    decide();
}

void Server::draw_all() {
    if (!outputs_.draw_with(*graphics_.drawing.renderer)) {
        log::error("some outputs cannot be drawn to any more");
    }
    seat_.pointer().load_theme();
    seat_.transient().cursors_changed();
}

void Server::woke() {
    // Not all drivers keep what was in a GPU's memory, or a virtual GPU's host what it was told.
    log::info("the machine has slept: all outputs get new buffers");
    draw_all();
}

} // namespace exwm_vr::server

// SPDX-License-Identifier: MIT
#include "shell/x11_drag.hpp"

#include "base/log.hpp"
#include "shell/x11_requests.hpp"

#include <algorithm>
#include <span>
#include <string_view>
#include <utility>

namespace exwm_vr::shell {
namespace {

constexpr std::uint32_t version = 5;
constexpr std::uint32_t most_types = 64;
/// How long a program may take to drop after the button is up, ms.
constexpr int patience = 2000;
/// Of our window: all that a position in X's messages can say.
constexpr std::uint16_t whole_screen = 32767;

constexpr std::uint32_t none = WL_DATA_DEVICE_MANAGER_DND_ACTION_NONE;
constexpr std::uint32_t copy = WL_DATA_DEVICE_MANAGER_DND_ACTION_COPY;

} // namespace

X11Drag::X11Drag(Host host)
    : host_(std::move(host))
    , xfixes_(x11_first_xfixes_event(connection()))
    , atoms_(connection())
    , window_(xcb_generate_id(connection()))
    , transfers_({
          .loop = host_.loop,
          .connection = [this] { return connection(); },
          .window = window_,
          .selection = atoms_.selection,
          .incremental = atoms_.incremental,
          .cut = [this] { cut_ = cut_ || dropped_; },
          .idle = [this] { finish_when_all_is_sent(); },
      })
    , let_go_(LoopCallback::timer(host_.loop, [this] { abandon(); }))
    , drag_destroy_(*this) {
    auto* const connection = this->connection();
    const auto root = x11_root(connection);
    // One that takes events and shows nothing. It is not to be managed.
    const std::array<std::uint32_t, 2> values{1, XCB_EVENT_MASK_PROPERTY_CHANGE};
    xcb_create_window(
        connection,
        XCB_COPY_FROM_PARENT,
        window_,
        root,
        0,
        0,
        whole_screen,
        whole_screen,
        0,
        XCB_WINDOW_CLASS_INPUT_ONLY,
        XCB_COPY_FROM_PARENT,
        XCB_CW_OVERRIDE_REDIRECT | XCB_CW_EVENT_MASK,
        values.data()
    );
    xcb_change_property(
        connection, XCB_PROP_MODE_REPLACE, window_, atoms_.aware, XCB_ATOM_ATOM, 32, 1, &version
    );
    xcb_flush(connection);
}

X11Drag::~X11Drag() {
    dropped_ = false; // nobody is there to be told
    forget();
}

// --- the pointer ---

bool X11Drag::is_wayland(wlr_surface* surface) const {
    return surface != nullptr &&
           wl_resource_get_client(surface->resource) != host_.server.server->client;
}

bool X11Drag::is_icon(wlr_surface& surface) const {
    // GTK 4 does not say what its icons are for. They are the program's own, as the owner is.
    const auto* const window = wlr_xwayland_surface_try_from_wlr_surface(&surface);
    return window != nullptr && window->override_redirect &&
           ((window->window_id ^ owner_) & ~xcb_get_setup(connection())->resource_id_mask) == 0;
}

scene::Hit X11Drag::under_icon() const {
    return host_.under_pointer([this](auto& surface) { return is_icon(surface); });
}

void X11Drag::pointer_over(wlr_surface* surface) {
    if ((dragging_ || shown_) && surface != nullptr && connection() != nullptr &&
        is_icon(*surface)) {
        surface = under_icon().surface;
    }
    const auto& pointer = host_.seat.pointer_state;
    if (pointer.button_count > 0) {
        const bool by_x11 =
            pointer.focused_surface != nullptr && !is_wayland(pointer.focused_surface);
        show_window(dragging_ && by_x11 && is_wayland(surface) && host_.takes());
    } else if (shown_ && !is_wayland(surface)) {
        show_window(false);
    } else if (dragging_) {
        // The button is up. Programs look once more at what is under the pointer, and then drop.
        dragging_ = false;
        let_go_.arm(patience);
    }
}

void X11Drag::show_window(bool shown) {
    auto* const connection = this->connection();
    if (std::exchange(shown_, shown) == shown || connection == nullptr) {
        return;
    }
    if (shown) {
        const std::uint32_t above = XCB_STACK_MODE_ABOVE;
        xcb_configure_window(connection, window_, XCB_CONFIG_WINDOW_STACK_MODE, &above);
        xcb_map_window(connection, window_);
    } else {
        xcb_unmap_window(connection, window_);
    }
    xcb_flush(connection);
}

void X11Drag::cancel() {
    dragging_ = false;
    if (source_ && !dropped_) {
        end_drag();
        wlr_data_source_destroy(&source_->get());
        tell_status(); // that nobody wants it
    }
    abandon();
}

void X11Drag::abandon() {
    let_go_.arm(0);
    show_window(false);
    if (!dropped_) {
        forget();
    }
}

void X11Drag::forget() {
    end_drag();
    program_ = XCB_WINDOW_NONE;
    if (source_) {
        wlr_data_source_destroy(&source_->get());
    }
}

// --- what the program says ---

bool X11Drag::handle(const xcb_generic_event_t& event) {
    const auto kind = static_cast<std::uint8_t>(event.response_type & ~x11_sent);
    if (kind == XCB_CLIENT_MESSAGE) {
        const auto& message = reinterpret_cast<const xcb_client_message_event_t&>(event);
        return message.window == window_ && message.format == 32 && told(message);
    }
    if (kind == XCB_SELECTION_NOTIFY) {
        const auto& answer = reinterpret_cast<const xcb_selection_notify_event_t&>(event);
        if (answer.requestor != window_) {
            return false;
        }
        transfers_.answered(answer);
        return true;
    }
    if (kind == XCB_PROPERTY_NOTIFY) {
        const auto& change = reinterpret_cast<const xcb_property_notify_event_t&>(event);
        if (change.window != window_) {
            return false;
        }
        transfers_.changed(change);
        return true;
    }
    if (kind == XCB_DESTROY_NOTIFY) {
        const auto& end = reinterpret_cast<const xcb_destroy_notify_event_t&>(event);
        transfers_.program_gone(end.window);
    } else if (xfixes_ != 0 && kind == xfixes_ + XCB_XFIXES_SELECTION_NOTIFY) {
        const auto& change = reinterpret_cast<const xcb_xfixes_selection_notify_event_t&>(event);
        if (change.selection == atoms_.selection) {
            owner_changed(change);
        }
    }
    return false; // wlroots keeps a list of owners
}

void X11Drag::owner_changed(const xcb_xfixes_selection_notify_event_t& change) {
    // wlroots' own, for drags the other way, are no programs'; then a button is not held by an X11
    // one.
    dragging_ = change.owner != XCB_WINDOW_NONE;
    const auto before = std::exchange(owner_, change.owner);
    if (dragging_) {
        transfers_.owner_changed(owner_);
        return;
    }
    if (change.subtype == XCB_XFIXES_SELECTION_EVENT_SET_SELECTION_OWNER) {
        transfers_.owner_changed(XCB_WINDOW_NONE);
    } else {
        dropped_ = false; // nobody is there to be told
        transfers_.program_gone(before);
    }
    abandon();
}

bool X11Drag::told(const xcb_client_message_event_t& message) {
    if (message.type == atoms_.enter) {
        enter(message);
    } else if (message.data.data32[0] != program_) {
        if (message.type == atoms_.drop) { // after its drag was ended here
            answer(message.data.data32[0], atoms_.finished, {});
        }
    } else if (message.type == atoms_.position) {
        position(message);
    } else if (message.type == atoms_.leave) {
        if (!dropped_) {
            abandon();
        }
    } else if (message.type == atoms_.drop) {
        drop(message);
    }
    return true;
}

void X11Drag::enter(const xcb_client_message_event_t& message) {
    const std::span<const std::uint32_t> data(message.data.data32);
    constexpr std::uint32_t more_types = 1;
    dropped_ = false;
    forget();
    program_ = data[0];
    time_ = XCB_CURRENT_TIME;
    std::vector<xcb_atom_t> atoms(data.begin() + 2, data.end());
    if ((data[1] & more_types) != 0) {
        atoms = x11_atoms_in(connection(), program_, atoms_.types, most_types);
    }
    std::erase(atoms, XCB_ATOM_NONE);
    offered_.clear();
    const auto names = x11_atom_names(connection(), atoms);
    for (std::size_t i = 0; i < atoms.size(); ++i) {
        auto name = wayland_type(names[i]);
        if (!name.empty() && !std::ranges::contains(offered_, name, &Type::name)) {
            offered_.push_back({.name = std::move(name), .atom = atoms[i]});
        }
    }
}

void X11Drag::position(const xcb_client_message_event_t& message) {
    const std::span<const std::uint32_t> data(message.data.data32);
    const auto action = atoms_.action_of(data[4]);
    if (dropped_) {
        return;
    }
    time_ = data[3]; // by which some know which drag is meant
    // Without a button held in an X11 window nobody drags anything, and where the pointer is we
    // know better than the program.
    const auto hit = shown_ && host_.takes() ? under_icon() : scene::Hit{};
    if (source_ == nullptr && shown_) {
        begin(action);
    } else if (
        source_ != nullptr && action != source_->get().compositor_action && drag_ != nullptr
    ) {
        // Clients are told of what they may do when they are entered.
        source_->set_wanted(action);
        drag_->pointer_grab.interface->clear_focus(&drag_->pointer_grab);
    }
    if (drag_ != nullptr) {
        auto* const grab = &drag_->pointer_grab;
        if (is_wayland(hit.surface)) {
            grab->interface->enter(grab, hit.surface, hit.surface_x, hit.surface_y);
            grab->interface->motion(grab, data[3], hit.surface_x, hit.surface_y);
        } else {
            grab->interface->clear_focus(grab);
        }
    }
    tell_status();
}

void X11Drag::drop(const xcb_client_message_event_t& message) {
    time_ = message.data.data32[2];
    const bool in_time = shown_;
    let_go_.arm(0);
    show_window(false);
    dragging_ = false;
    if (!in_time || drag_ == nullptr || source_ == nullptr || source_->action() == none) {
        answer(program_, atoms_.finished, {});
        forget();
        return;
    }
    dropped_ = true;
    cut_ = false;
    // As wlroots does it for drags of its own, when the button goes up that they began with.
    auto* const grab = &drag_->pointer_grab;
    grab->interface->button(
        grab,
        message.data.data32[2],
        grab->seat->pointer_state.grab_button,
        WL_POINTER_BUTTON_STATE_RELEASED
    );
    end_drag();
}

// --- wlroots' drag ---

void X11Drag::begin(std::uint32_t action) {
    auto* const client = wlr_seat_client_for_wl_client(&host_.seat, host_.server.server->client);
    if (client == nullptr || host_.seat.drag != nullptr || !host_.takes() || offered_.empty()) {
        return;
    }
    std::vector<std::string> names;
    std::ranges::transform(offered_, std::back_inserter(names), &Type::name);
    source_ = std::make_unique<X11DragSource>(
        X11DragSource::Host{
            .send = [this](const auto& type, Fd out) { send(type, std::move(out)); },
            .changed = [this] { tell_status(); },
            .finished = [this] { done_ = source_->action(); },
            .gone = [this] { source_gone(); },
        },
        names,
        copy | action,
        action
    );
    drag_ = wlr_drag_create(client, &source_->get(), nullptr);
    if (drag_ == nullptr) {
        wlr_data_source_destroy(&source_->get());
        return;
    }
    drag_destroy_.connect(drag_->events.destroy);
    // It begins without wlroots' own part in drags of X11 programs, which takes the selection from
    // them, and without its grab: the program is to hear of the pointer.
    drag_->pointer_grab.seat = &host_.seat;
    drag_->started = true;
    host_.seat.drag = drag_;
    done_ = none;
    log::debug("a drag out of an X11 program, of {} types", names.size());
}

void X11Drag::end_drag() {
    if (drag_ != nullptr) {
        drag_->pointer_grab.interface->cancel(&drag_->pointer_grab);
    }
}

void X11Drag::on_drag_destroy() {
    drag_destroy_.disconnect();
    drag_ = nullptr;
}

void X11Drag::source_gone() {
    source_.reset();
    finish_when_all_is_sent();
}

// --- answers ---

void X11Drag::answer(
    xcb_window_t program, xcb_atom_t type, const std::array<std::uint32_t, 4>& data
) const {
    auto* const connection = this->connection();
    if (connection == nullptr || program == XCB_WINDOW_NONE) {
        return;
    }
    x11_tell(connection, program, type, {window_, data[0], data[1], data[2], data[3]});
}

void X11Drag::tell_status() const {
    if (dropped_) {
        return;
    }
    constexpr std::uint32_t accepted = 1;
    constexpr std::uint32_t wants_each_position = 2;
    const auto action = source_ ? source_->action() : none;
    answer(
        program_,
        atoms_.status,
        {wants_each_position | (action != none ? accepted : 0), 0, 0, atoms_.atom_of(action)}
    );
}

void X11Drag::finish_when_all_is_sent() {
    if (dropped_ && source_ == nullptr && transfers_.idle()) {
        // Who moves something deletes it then.
        const auto action = cut_ ? none : done_;
        answer(program_, atoms_.finished, {action != none ? 1U : 0U, atoms_.atom_of(action), 0, 0});
        dropped_ = false;
        program_ = XCB_WINDOW_NONE;
    }
}

void X11Drag::send(const std::string& type, Fd out) {
    const auto offered = std::ranges::find(offered_, type, &Type::name);
    if (offered != offered_.end()) { // else it never was: the pipe ends
        transfers_.ask(owner_, offered->atom, time_, std::move(out));
    }
}

} // namespace exwm_vr::shell
